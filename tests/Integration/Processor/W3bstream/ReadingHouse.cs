using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PowerMeter.Processor.W3bstream;
using PowerMeter.Processor.W3bstream.Readings;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.W3bstream;
using PowerMeter.Tests.TestKit;
using Shouldly;

namespace PowerMeter.Tests.Integration.Processor.W3bstream;

/// <summary>A database of one test's own, since what has been made is the whole device's, and a clock that is moved by hand.</summary>
internal sealed class ReadingHouse : IAsyncDisposable
{
    public const long Second = UnixMicroseconds.PerSecond;

    /// <summary>A whole hour, in unix microseconds.</summary>
    public const long Start = 1_790_000_000 / 3600 * 3600 * Second;

    private ReadingHouse(TestDatabase database) => Database = database;

    public TestDatabase Database { get; }

    public ManualTimeProvider Time { get; } = new(UnixMicroseconds.ToInstant(Start).ToDateTimeOffset());

    public FakeMessages Messages { get; } = new();

    public OutboxSignal Outbox { get; } = new();

    public FaultNote Fault => new(Database.Processor, Time);

    public ReadingMaker Maker => new(Database.Processor, Messages);

    public long Now => (Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10;

    public static async Task<ReadingHouse> CreateAsync() => new(await PostgresServer.Shared.CreateDatabaseAsync());

    /// <summary>Forwarding is on since a moment; by default since long ago.</summary>
    /// <param name="set">More settings, such as <c>window_s = 7</c>.</param>
    public async Task<W3bstreamSettings> ForwardAsync(long? since = null, string? set = null)
    {
        await Database.Owner.ExecuteAsync($"update w3bstream_settings set publish_url = 'http://w3b.example/x', token = 'protected:x'{(set is null ? "" : ", " + set)}");
        await Database.Owner.ExecuteAsync("update w3bstream_status set forwards_since = $1", At(since ?? Start - 1_000_000 * Second));
        return await new W3bstreamSettingsReader(Database.Processor).ReadAsync(CancellationToken.None);
    }

    public Task<int> AddSensorAsync(double periodSeconds = 1, double maxGapSeconds = 10, string? name = null) =>
        Database.AddSensorAsync(name ?? $"sensor {Guid.NewGuid():N}", periodSeconds, maxGapSeconds: maxGapSeconds);

    public async Task<ReadSensor> AddReadSensorAsync(IEnumerable<(long Time, double Watts)> samples, double maxGapSeconds = 10)
    {
        var id = await AddSensorAsync(maxGapSeconds: maxGapSeconds);
        await InsertAsync(id, samples);
        return new ReadSensor(id, (long)(maxGapSeconds * Second));
    }

    public Task<List<(double Tokens, double Covered)>> RewardsAsync() => Database.Processor.QueryAsync(
        "select tokens, covered_s from reward_quarters order by start", row => (row.GetDouble(0), row.GetDouble(1)));

    public Task InsertAsync(int sensor, IEnumerable<(long Time, double Watts)> samples) => Database.InsertPowerAsync(sensor, samples.ToList());

    /// <summary>A sample each so many seconds of [from, until], counted from <see cref="Start"/>.</summary>
    public static List<(long Time, double Watts)> Line(double from, double until, double period = 1, double watts = 100) =>
        [.. Enumerable.Range(0, (int)((until - from) / period) + 1).Select(i => (Start + (long)((from + i * period) * Second), watts))];

    public RunningPart StartPart(W3bstreamSettings settings)
    {
        var listener = new NotificationListener(Database.Processor, Time, NullLogger<NotificationListener>.Instance);
        return new RunningPart(new ReadingsPart(Database.Processor, listener, Maker, Outbox, Fault, Time, NullLogger<ReadingsPart>.Instance), settings, Time);
    }

    public Task<List<OutboxRow>> RowsAsync() => Database.Owner.QueryAsync(
        "select id, stream, window_start, window_end, watts, covered_s, profile, event_id, body, state from w3bstream_outbox order by id", Read);

    /// <summary>What a delivery does: takes the rows away.</summary>
    public Task<List<OutboxRow>> TakeAsync() => Database.Owner.QueryAsync(
        "delete from w3bstream_outbox returning id, stream, window_start, window_end, watts, covered_s, profile, event_id, body, state", Read);

    /// <summary>The starts of the windows in the outbox in the order in which they were made, in seconds from <see cref="Start"/>.</summary>
    public async Task<List<long>> StartsAsync() => [.. (await RowsAsync()).Select(row => (row.Start - Start) / Second)];

    public Task<List<(long From, long Until)>> SpansAsync() => Database.Owner.QueryAsync(
        "select from_time, until_time from w3bstream_spans order by from_time",
        row => ((MeasureSpans.ReadTime(row, 0) - Start) / Second, (MeasureSpans.ReadTime(row, 1) - Start) / Second));

    public Task<string?> FaultAsync() => Database.Owner.ScalarAsync<string?>("select fault from w3bstream_status");

    /// <summary>Waits until exactly these windows have been made, in this order.</summary>
    public async Task ShouldMakeAsync(params long[] starts)
    {
        try
        {
            await Eventually.BecomesTrueAsync("the windows are made", async () => (await RowsAsync()).Count >= starts.Length);
        }
        catch (TimeoutException)
        {
            // What is there says more.
        }

        (await StartsAsync()).ShouldBe(starts);
    }

    /// <summary>Ends sessions of the Processor, as when the server or the network fails them.</summary>
    /// <param name="locked">Only those that hold a lock of this kind of <see cref="W3bstreamLock"/>.</param>
    public async Task<long> KillSessionsAsync(int? locked = null)
    {
        await using var postgres = PostgresServer.Shared.Connect("postgres", Database.Name);
        return await postgres.ScalarAsync<long>(
            """
            select count(pg_terminate_backend(pid)) from pg_stat_activity as session
            where datname = current_database() and usename = 'powermeter_processor'
              and ($1::int is null or exists (select from pg_locks where pid = session.pid and locktype = 'advisory' and classid = $2::int::oid and objid = $1::int::oid))
            """,
            locked, W3bstreamLock.Class);
    }

    public static DateTime At(long microseconds) => UnixMicroseconds.ToInstant(microseconds).ToDateTimeUtc();

    public async ValueTask DisposeAsync()
    {
        Outbox.Dispose();
        await Database.DisposeAsync();
    }

    private static OutboxRow Read(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetString(1), MeasureSpans.ReadTime(row, 2), MeasureSpans.ReadTime(row, 3), row.GetDouble(4), row.GetDouble(5), row.GetString(6),
        row.GetGuid(7), row.GetFieldValue<byte[]>(8), row.GetString(9));
}
