using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PowerMeter.Processor.W3bstream;
using PowerMeter.Processor.W3bstream.Delivery;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Secrets;
using PowerMeter.Shared.W3bstream;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Tests.Integration.Processor.W3bstream.Delivery;

/// <summary>An outbox with numbered readings, and the delivery that empties it.</summary>
internal sealed class DeliveryHouse : IAsyncDisposable
{
    public const string Token = "w3b_publisher-Token/7+x=";

    private readonly TestDatabase _database;
    private readonly TemporaryDirectory _keys = new();
    private readonly SecretBox _secrets;
    private CancellationTokenSource? _stop;
    private Task? _running;
    private OutboxSender? _sender;

    private DeliveryHouse(TestDatabase database)
    {
        _database = database;
        _secrets = TestKeyRing.MakeIn(_keys.Path);
    }

    public LogLines Log { get; } = new();

    public OutboxSignal Signal { get; private set; } = new();

    public W3bstreamOptions Options { get; set; } = new() { Timeout = TimeSpan.FromSeconds(10) };

    public TimeProvider Time { get; set; } = TimeProvider.System;

    public NpgsqlDataSource? Source { get; set; }

    /// <summary>With an empty outbox and a status of zeros.</summary>
    public static async Task<DeliveryHouse> OpenAsync(TestDatabase database)
    {
        await database.Owner.ExecuteAsync("delete from w3bstream_outbox; delete from w3bstream_status; insert into w3bstream_status default values");
        return new DeliveryHouse(database);
    }

    public W3bstreamSettings Settings(string url) => new() { PublishUrl = url, ProtectedToken = _secrets.Protect(Token) };

    /// <summary>Readings with these numbers; window n ended n × 5 s after the first of them.</summary>
    public Task AddAsync(int first, int count, DateTimeOffset end, string profile = "devnet") => _database.Processor.ExecuteAsync(
        """
        insert into w3bstream_outbox (stream, window_start, window_end, watts, covered_s, profile, event_id, body)
        select '1', $3 + (n - $1 - 1) * interval '5 s', $3 + (n - $1) * interval '5 s', 1, 5, $4, gen_random_uuid(), convert_to('{"n":' || n || '}', 'UTF8')
        from generate_series($1, $1 + $2 - 1) n
        """,
        first, count, end, profile);

    /// <summary>Readings that ended long before now.</summary>
    public Task AddBacklogAsync(int first, int count) => AddAsync(first, count, TimeProvider.System.GetUtcNow().AddDays(-1));

    public void Start(W3bstreamSettings settings)
    {
        var source = Source ?? _database.Processor;
        _sender ??= new OutboxSender(
            source, _secrets, Options, new ExtraTrust(Options.CaFile), Signal,
            new NotificationListener(source, Time, NullLogger<NotificationListener>.Instance), Time, () => 0, Log);
        _stop = new CancellationTokenSource();
        _running = _sender.RunAsync(settings, _stop.Token);
    }

    /// <summary>The delivery knows that it is to stop.</summary>
    public Task TellToStopAsync() => _stop!.CancelAsync();

    /// <summary>As when the settings change, or the process ends.</summary>
    public async Task StopAsync()
    {
        if (_stop is null) return;
        var hadFailed = _running!.IsFaulted;
        await _stop.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // That is its end.
        }
        catch (NpgsqlException) when (!hadFailed)
        {
            // So is this: what comes of the cancelling while the database goes away is no failure to PartRunner either.
        }

        _stop.Dispose();
        _stop = null;
    }

    /// <summary>As when the process ends: nothing is known in memory any more.</summary>
    public async Task EndProcessAsync()
    {
        await StopAsync();
        _sender!.Dispose();
        _sender = null;
        Signal.Dispose();
        Signal = new OutboxSignal();
    }

    public Task<T> StatusAsync<T>(string column) => _database.Web.ScalarAsync<T>($"select {column} from w3bstream_status");

    public Task<long> WaitingAsync() => _database.Web.ScalarAsync<long>("select count(*) from w3bstream_outbox where state = 'waiting'");

    public Task EmptyAsync() => Eventually.BecomesTrueAsync("nothing waits", async () => RethrowFailure() && await WaitingAsync() == 0);

    public Task BecomesAsync(string condition) => Eventually.BecomesTrueAsync(
        condition, async () => RethrowFailure() && await _database.Web.ScalarAsync<bool>($"select coalesce({condition}, false) from w3bstream_status"));

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _sender?.Dispose();
        Signal.Dispose();
        _keys.Dispose();
    }

    private bool RethrowFailure()
    {
        if (_running is { IsFaulted: true }) _running.GetAwaiter().GetResult();
        return true;
    }
}
