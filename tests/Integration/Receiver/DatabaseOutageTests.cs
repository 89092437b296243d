using NodaTime;
using Npgsql;
using PowerMeter.Receiver.Ingest;
using PowerMeter.Shared.Measurement;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Receiver;

/// <summary>Each on a PostgreSQL server of its own, which is killed. Simulated samples fall on every multiple of the period, so a lost one shows.</summary>
public sealed class DatabaseOutageTests : IAsyncLifetime
{
    private const int Sensors = 3;
    private const double PeriodSeconds = 0.002;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly TemporaryDirectory _directory = new();
    private PostgresServer _server = null!;
    private TestDatabase _database = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await PostgresServer.CreateAsync(_directory.File("cluster"), "test-durable");
        _database = await _server.CreateDatabaseAsync();
        for (var i = 1; i <= Sensors; i++) await _database.AddSensorAsync($"load {i}", PeriodSeconds, "simulated", $$"""{"seed": {{i}}}""");
    }

    [Fact]
    public async Task The_server_is_killed_under_load_and_every_sample_is_found_once()
    {
        await using var receiver = StartReceiver();
        for (var round = 0; round < 3; round++)
        {
            await RecordsAsync(moreThan: await CountAsync() + 1000);
            await _server.KillAsync();
            await SpoolHoldsAsync(bytes: 100_000);
            await _server.StartAsync();
            await DrainedAsync();
        }

        (await receiver.StopAsync()).ShouldBe(0);
        await HasNoHoleAsync();
        TestContext.Current.TestOutputHelper?.WriteLine(receiver.Output);
    }

    [Fact]
    public async Task The_receiver_is_killed_while_it_spools_and_what_was_spooled_is_found_once()
    {
        await using (var receiver = StartReceiver())
        {
            await RecordsAsync(moreThan: 1000);
            await _server.KillAsync();
            await SpoolHoldsAsync(bytes: 100_000);
            await receiver.KillAsync();
        }

        var spooled = ReadSpool();
        spooled.Count.ShouldBeGreaterThan(1000);

        // It starts while the database is away, and knows its sensors.
        await using var again = StartReceiver();
        var before = SpoolBytes();
        await Eventually.BecomesTrueAsync("it records into the spool", () => Task.FromResult(SpoolBytes() > before + 100_000), Limit);
        await _server.StartAsync();
        await DrainedAsync();
        (await again.StopAsync()).ShouldBe(0);

        var stored = (await _database.Owner.QueryAsync(
            "select sensor_id, time, watts from measures",
            row => (row.GetInt32(0), UnixMicroseconds.FromPostgres(row.GetFieldValue<long>(1)), row.GetDouble(2)))).ToHashSet();
        spooled.Where(sample => !stored.Contains((sample.SensorId, sample.Time.ToUnixMicroseconds(), sample.Watts))).ShouldBeEmpty();
        // Memory goes with the process: what was read in the last second, and while it was dead. Nothing else is missing.
        (await _database.Owner.ScalarAsync<long>(
            "select count(*) from (select time - lag(time) over (partition by sensor_id order by time) as gap from measures) as gaps where gap > $1 * interval '1.5 s'",
            PeriodSeconds)).ShouldBeLessThanOrEqualTo(Sensors);
    }

    [Fact]
    public async Task Stopping_while_the_database_is_away_keeps_the_samples_in_the_spool()
    {
        await _database.AddContractAsync(new DateOnly(2020, 1, 1), 0.2m, 0.1m, "00:00-24:00");
        await using (var receiver = StartReceiver())
        {
            await RecordsAsync(moreThan: 1000);
            await _server.KillAsync();
            await SpoolHoldsAsync(bytes: 50_000);
            (await receiver.StopAsync()).ShouldBe(0);
        }

        await _server.StartAsync();
        var last = ReadSpool().Max(sample => sample.Time);
        await using var again = StartReceiver();
        await DrainedAsync();
        (await again.StopAsync()).ShouldBe(0);
        await HasNoHoleAsync(last);
        // What waited in the spool has the tariff of its time, though it was drained as soon as the Receiver started.
        (await _database.Owner.ScalarAsync<long>("select count(*) from measures where not night_rate")).ShouldBe(0);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        await _server.StopAsync();
        _directory.Dispose();
    }

    private PowerMeterProcess StartReceiver() => PowerMeterProcess.Start("Receiver", _database, _directory.File("receiver"));

    private string SpoolDirectory => Path.Combine(_directory.File("receiver"), "spool");

    private long SpoolBytes() => Directory.EnumerateFiles(SpoolDirectory, "*.spool").Sum(file => new FileInfo(file).Length);

    private Task SpoolHoldsAsync(long bytes) =>
        Eventually.BecomesTrueAsync($"the spool holds {bytes} bytes", () => Task.FromResult(SpoolBytes() > bytes), Limit);

    private Task RecordsAsync(long moreThan) =>
        Eventually.BecomesTrueAsync($"more than {moreThan} samples are there", async () => await CountAsync() > moreThan, Limit);

    /// <summary>The spool is empty, and the status says so.</summary>
    private Task DrainedAsync() => Eventually.BecomesTrueAsync(
        "the spool is drained",
        async () =>
        {
            try
            {
                return SpoolBytes() == 0 && await _database.Owner.ScalarAsync<long>(
                    "select count(*) from sensor_status where spool_depth = 0 and state = 'running' and updated_at > now() - interval '2 s'") == Sensors;
            }
            catch (Exception e) when (e is NpgsqlException or IOException)
            {
                return false; // connections of before the kill, a file that went while it was counted
            }
        },
        Limit);

    private async Task<long> CountAsync()
    {
        try
        {
            return await _database.Owner.ScalarAsync<long>("select count(*) from measures");
        }
        catch (NpgsqlException)
        {
            return 0;
        }
    }

    private async Task HasNoHoleAsync(Instant? until = null)
    {
        var wrong = await _database.Owner.QueryAsync(
            """
            select sensor_id, count(*), round(extract(epoch from max(time) - min(time))::double precision / $1) + 1 from measures
            where time <= $2 group by sensor_id having count(*) <> round(extract(epoch from max(time) - min(time))::double precision / $1) + 1
            """,
            row => $"sensor {row.GetInt32(0)} has {row.GetInt64(1)} samples of {row.GetDouble(2)}", PeriodSeconds, (until ?? Sample.Latest).ToDateTimeUtc());
        wrong.ShouldBeEmpty();
        (await _database.Owner.ScalarAsync<long>("select count(distinct sensor_id) from measures")).ShouldBe(Sensors);
    }

    private List<Sample> ReadSpool()
    {
        using var spool = Spool.Open(new SpoolOptions(SpoolDirectory, 256 * 1024 * 1024));
        var directory = Directory.CreateDirectory(_directory.File($"copy-{Guid.NewGuid():N}")).FullName;
        foreach (var file in Directory.EnumerateFiles(SpoolDirectory, "*.spool")) File.Copy(file, Path.Combine(directory, Path.GetFileName(file)));
        using var copy = Spool.Open(new SpoolOptions(directory, 256 * 1024 * 1024));
        var samples = new List<Sample>();
        for (; copy.Peek() is { } chunk; copy.Confirm(chunk)) samples.AddRange(chunk.Samples);
        return samples;
    }
}
