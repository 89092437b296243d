using Microsoft.Extensions.Logging;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Processor.W3bstream.Delivery;

/// <summary>
/// Where lanes get their messages and where the ledger is written, one at a time: who reads sees what was written, and holds
/// what he took before the next one reads. While the database is away it tries again for ever.
/// </summary>
internal sealed class OutboxDesk(NpgsqlDataSource database, Lanes lanes, Ledger ledger, StuckMessages stuck, TimeProvider time, ILogger logger) : IDisposable
{
    private const int BlockSize = 200;

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WriteWithin = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LastWriteWithin = TimeSpan.FromSeconds(3);

    private readonly OutboxTable _outbox = new(database);
    private readonly LedgerTable _ledgerTable = new(database);
    private readonly SemaphoreSlim _turn = new(1);
    private readonly OutageLog _outage = new("The outbox cannot be read or written, trying again; nothing is lost", time, logger);

    /// <summary>Fills a lane's block.</summary>
    /// <returns>Whether the lane may have something to send now; when not, it waits to be woken.</returns>
    public async Task<bool> FillAsync(Lane lane, W3bstreamProfile profile, bool isAway, CancellationToken cancel)
    {
        if (ledger.IsFull)
        {
            await Task.Delay(WriteWithin, time, cancel);
            return true;
        }

        // A tried one is enough to see whether the network is back.
        var done = await TryAsync(() => ReadAsync(lane, profile, isAway ? 1 : BlockSize, cancel), cancel);
        if (done is { } count) return count > 0;
        await Task.Delay(Retry, time, cancel);
        return true;

        async Task<int> ReadAsync(Lane to, W3bstreamProfile of, int atMost, CancellationToken stop)
        {
            if (!isAway && lanes.NeedsBoundary) lanes.Begin(await _outbox.FindNewestAsync(of, stop), Now);
            var after = lanes.LiveAfter(Now);
            if (to == Lane.Live && after is null) return 0;
            long[] held = [.. lanes.Held, .. stuck.Resting];
            if (isAway && stuck.TakeAnother()) return lanes.Fill(to, await _outbox.ReadNewestAsync(of, held, stop));
            return lanes.Fill(to, await _outbox.ReadAsync(of, to, after, held, atMost, stop));
        }
    }

    /// <summary>Writes the ledger whenever it has something.</summary>
    public async Task WriteAlwaysAsync(CancellationToken cancel)
    {
        while (true)
        {
            await ledger.WaitAsync(WriteWithin, cancel);
            while (!await WriteAsync(cancel)) await Task.Delay(Retry, time, cancel);
        }
    }

    /// <summary>Before the end. What cannot be written in time stays in the ledger.</summary>
    public async Task WriteLastAsync()
    {
        using var late = new CancellationTokenSource(LastWriteWithin, time);
        try
        {
            await WriteAsync(late.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or NpgsqlException)
        {
            // The next run of the delivery writes it, or another process sends those messages again.
        }
    }

    /// <summary>Deletes what ended before this.</summary>
    /// <returns>How many that waited were dropped.</returns>
    public async Task<int> DropAsync(long before, CancellationToken cancel)
    {
        var dropped = 0;
        while (await TryAsync(() => _outbox.DropAsync(before, lanes.Held, cancel), cancel) is { } gone && gone.Waiting + gone.Failed > 0)
            dropped += gone.Waiting;
        return dropped;
    }

    public void Dispose() => _turn.Dispose();

    private long Now => time.GetCurrentInstant().ToUnixMicroseconds();

    private async Task<bool> WriteAsync(CancellationToken cancel) => await TryAsync(async () =>
    {
        if (ledger.Open() is not { } page) return true;
        await _ledgerTable.WriteAsync(page, cancel);
        ledger.Close(page);
        lanes.Forget(page.Settled.Select(outcome => outcome.Row.Id));
        return true;
    }, cancel) is not null;

    /// <returns>Null when the database failed.</returns>
    private async Task<T?> TryAsync<T>(Func<Task<T>> work, CancellationToken cancel)
        where T : struct
    {
        await _turn.WaitAsync(cancel);
        try
        {
            var result = await work();
            _outage.Recovered();
            return result;
        }
        catch (Exception e) when (DatabaseFault.Is(e) && !cancel.IsCancellationRequested)
        {
            _outage.Failed(e);
            return null;
        }
        finally
        {
            _turn.Release();
        }
    }
}
