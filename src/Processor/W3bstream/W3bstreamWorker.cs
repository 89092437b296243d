using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Processor.W3bstream;

/// <summary>
/// Runs the parts of W3bstream while forwarding is on and this Processor has the duty, and starts them anew when settings
/// or sensors change. While forwarding is off it only listens.
/// </summary>
public sealed partial class W3bstreamWorker(
    NpgsqlDataSource database, W3bstreamSettingsReader settingsReader, FaultNote fault, NotificationListener listener, IServiceProvider services,
    TimeProvider time, ILogger<W3bstreamWorker> logger) : BackgroundService
{
    private const string SensorsTable = "sensors";

    private const string ForwardingSql = "select forwarding from w3bstream_settings";

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    /// <summary>How often a Processor without the duty tries to take it.</summary>
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(3);

    private readonly WorkSignal _changed = new();
    private readonly OutageLog _outage = new("The work for W3bstream waits for the next try", time, logger);

    public override void Dispose()
    {
        base.Dispose();
        _changed.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The listener says when to look first: it has rung by then, and nothing that comes after is missed.
        await _changed.WaitAsync(TimeSpan.Zero, stoppingToken);
        // The first that fails ends the process. When it is stopped the work has its time to write what was delivered.
        await Loops.RunAsync(
            [stop => listener.RunAsync([Channels.Configuration], Look, (_, table) => Notice(table), stop), WorkAsync], stoppingToken);
    }

    private async Task WorkAsync(CancellationToken cancel)
    {
        Sentence? wrong = null;
        while (true)
        {
            try
            {
                if (wrong is not null) await fault.SayAsync(wrong, cancel);
                wrong = null;
                await _changed.WaitAsync(Timeout.InfiniteTimeSpan, cancel);
                // Runs while forwarding is on; what changed meanwhile has been seen to.
                while (await ReadForwardingAsync(cancel) is { } settings) await TakeDutyAsync(settings, cancel);
                _outage.Recovered();
            }
            catch (SettingException e)
            {
                // It is as wrong until it changes.
                NotNow(logger, e.Message);
                wrong = e.Sentence;
            }
            catch (Exception e) when (DatabaseFault.Is(e) && !cancel.IsCancellationRequested)
            {
                _outage.Failed(e);
                await Task.Delay(Retry, time, cancel);
                _changed.Ring();
            }
        }
    }

    /// <returns>Null while forwarding is off.</returns>
    private async Task<W3bstreamSettings?> ReadForwardingAsync(CancellationToken cancel)
    {
        // Asked for alone: while it is off nothing else is loaded.
        await using (var command = database.CreateCommand(ForwardingSql))
            if ((bool)(await command.ExecuteScalarAsync(cancel))!)
                return await settingsReader.ReadAsync(cancel) is { IsForwarding: true } settings ? settings : null;
        await fault.ClearAnyAsync(cancel);
        return null;
    }

    private async Task TakeDutyAsync(W3bstreamSettings settings, CancellationToken cancel)
    {
        await using (var duty = await Duty.TryTakeAsync(database, cancel))
            if (duty is not null)
            {
                await ServeAsync(duty, settings, cancel);
                return;
            }

        _outage.Recovered();
        using var waited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await Task.WhenAny(_changed.WaitAsync(Timeout.InfiniteTimeSpan, waited.Token), Task.Delay(TryAgain, time, waited.Token));
        await waited.CancelAsync();
    }

    private async Task ServeAsync(Duty duty, W3bstreamSettings first, CancellationToken cancel)
    {
        var parts = PartsOf(services);
        var said = false;
        for (W3bstreamSettings? settings = first; settings is not null; settings = await ReadForwardingAsync(cancel))
        {
            await fault.ClearAnyAsync(cancel);
            _outage.Recovered();
            // Once it can write: a database that cannot be written is tried every second.
            if (!said) OnDuty(logger);
            said = true;
            if (await RunPartsAsync(parts, settings, duty, cancel)) continue;
            DutyLost(logger);
            return;
        }

        OffDuty(logger);
    }

    /// <returns>True when something changed, false when the duty is lost.</returns>
    private async Task<bool> RunPartsAsync(List<IW3bstreamPart> parts, W3bstreamSettings settings, Duty duty, CancellationToken cancel)
    {
        using var stopped = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var runner = new PartRunner(time, logger);
        var running = parts.ConvertAll(part => Task.Run(() => runner.RunAsync(part, settings, stopped.Token), CancellationToken.None));
        var changed = _changed.WaitAsync(Timeout.InfiniteTimeSpan, stopped.Token);
        try
        {
            // A part that has nothing more to do ends; one that throws ends the process.
            var open = new List<Task>([changed, duty.Lost, .. running]);
            while (true)
            {
                var ended = await Task.WhenAny(open);
                if (ended == changed || ended == duty.Lost) break;
                await ended;
                open.Remove(ended);
            }
        }
        finally
        {
            await stopped.CancelAsync();
            await Task.WhenAll([changed, .. running]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(running);
        cancel.ThrowIfCancellationRequested();
        return !duty.Lost.IsCompleted;
    }

    /// <summary>Made on the first duty: a Processor without it stays light.</summary>
    private List<IW3bstreamPart> PartsOf(IServiceProvider from)
    {
        var parts = from.GetServices<IW3bstreamPart>().ToList();
        parts.Insert(0, new IdentityStep(from.GetRequiredService<IIdentityRecord>(), fault, time, logger));
        return parts;
    }

    private Task Look(CancellationToken cancel)
    {
        _changed.Ring();
        return Task.CompletedTask;
    }

    private void Notice(string table)
    {
        if (table is W3bstreamSettingsReader.Table or SensorsTable) _changed.Ring();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "This Processor makes and sends the readings for W3bstream")]
    private static partial void OnDuty(ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "Forwarding to W3bstream is off")]
    private static partial void OffDuty(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The connection that held the duty for W3bstream is lost: another Processor may have it now")]
    private static partial void DutyLost(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The work for W3bstream waits for the next try: {Reason}")]
    private static partial void NotNow(ILogger logger, string reason);
}
