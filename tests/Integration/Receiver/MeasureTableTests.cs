using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Npgsql;
using PowerMeter.Receiver.Configuration;
using PowerMeter.Receiver.Ingest;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Receiver;

public sealed class MeasureTableTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>, IAsyncDisposable
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 12, 0);
    private static readonly ReceiverConfiguration NoContracts = new("Europe/Paris", [], []);

    private readonly TestDatabase _database = fixture.Database;
    private readonly CurrentSite _site = new(NullLogger<CurrentSite>.Instance);
    private readonly TemporaryDirectory _directory = new();
    private MeasureTable? _table;

    private MeasureTable Table
    {
        get
        {
            if (!_site.IsKnown) _site.Use(NoContracts);
            return _table ??= new MeasureTable(_database.Receiver, _site, new SchemaGuard(_database.Receiver), TimeProvider.System);
        }
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_written_before_the_tariffs_are_known()
    {
        var sensor = await AddSensorAsync();
        await using var table = new MeasureTable(_database.Receiver, new CurrentSite(NullLogger<CurrentSite>.Instance), new SchemaGuard(_database.Receiver), TimeProvider.System);
        await Should.ThrowAsync<TimeoutException>(() => table.WriteAsync(Samples(sensor, 1), Cancel));
        (await _database.Web.ScalarAsync<long>("select count(*) from measures where sensor_id = $1", sensor)).ShouldBe(0);
    }

    [Fact]
    public async Task A_sample_keeps_all_it_had()
    {
        var sensor = await AddSensorAsync();
        var time = Start + Duration.FromNanoseconds(123_456_000);
        await WriteAsync(new Sample(sensor, time, -12.34) { Volts = 3.9875f, Battery = 87.5f });
        var row = (await _database.Owner.QueryAsync(
            "select time, watts, volts, battery, night_rate from measures where sensor_id = $1",
            row => (row.GetFieldValue<DateTime>(0), row.GetDouble(1), row.GetFloat(2), row.GetFloat(3), row.GetBoolean(4)), sensor)).ShouldHaveSingleItem();
        row.ShouldBe((time.ToDateTimeUtc(), -12.34, 3.9875f, 87.5f, false));
    }

    [Fact]
    public async Task Writing_again_changes_nothing()
    {
        var sensor = await AddSensorAsync();
        var samples = Samples(sensor, 100);
        (await WriteAsync(samples)).ShouldBe(new WriteResult(100, 0, 0));
        (await WriteAsync(samples)).ShouldBe(new WriteResult(0, 100, 0));
        (await WriteAsync(Samples(sensor, 150))).ShouldBe(new WriteResult(50, 100, 0));
        (await CountAsync(sensor)).ShouldBe(150);
    }

    [Fact]
    public async Task A_large_batch_may_come_again_too()
    {
        var sensor = await AddSensorAsync();
        (await WriteAsync(Samples(sensor, 20_000))).ShouldBe(new WriteResult(20_000, 0, 0));
        (await WriteAsync([.. Samples(sensor, 20_500), .. Samples(999_999, 3)])).ShouldBe(new WriteResult(500, 20_000, 3));
        (await CountAsync(sensor)).ShouldBe(20_500);
    }

    [Fact]
    public async Task The_first_of_two_samples_of_one_moment_stays()
    {
        var sensor = await AddSensorAsync();
        await WriteAsync(new Sample(sensor, Start, 1));
        await WriteAsync(new Sample(sensor, Start, 2));
        (await _database.Owner.ScalarAsync<double>("select watts from measures where sensor_id = $1", sensor)).ShouldBe(1);
    }

    [Fact]
    public async Task Order_does_not_matter()
    {
        var sensors = new[] { await AddSensorAsync(), await AddSensorAsync() };
        var samples = sensors.SelectMany(sensor => Samples(sensor, 500)).ToArray();
        new Random(1).Shuffle(samples);
        (await WriteAsync(samples)).Inserted.ShouldBe(1000);
        foreach (var sensor in sensors) (await CountAsync(sensor)).ShouldBe(500);
    }

    [Fact]
    public async Task Samples_of_a_sensor_that_is_gone_are_counted_and_not_kept()
    {
        var sensor = await AddSensorAsync();
        (await WriteAsync([.. Samples(sensor, 3), .. Samples(999_999, 2)])).ShouldBe(new WriteResult(3, 0, 2));
        (await CountAsync(999_999)).ShouldBe(0);
    }

    [Fact]
    public async Task Months_that_have_no_partition_get_one()
    {
        var sensor = await AddSensorAsync();
        var months = Enumerable.Range(0, 30).Select(i => new Sample(sensor, Instant.FromUtc(2001 + i % 3 * 9, 1 + i % 12, 5, 0, 0), i)).ToArray();
        (await WriteAsync(months)).Inserted.ShouldBe(months.Select(sample => sample.Time).Distinct().Count());
    }

    [Fact]
    public async Task A_partition_that_was_dropped_since_is_made_again()
    {
        var sensor = await AddSensorAsync();
        Sample[] old = [new(sensor, Instant.FromUtc(2003, 7, 5, 0, 0), 1)];
        await WriteAsync(old);
        await _database.Owner.ExecuteAsync("drop table measures_2003_07");
        (await WriteAsync(old)).Inserted.ShouldBe(1);
    }

    [Fact]
    public async Task The_tariff_of_the_moment_is_written_with_the_sample()
    {
        var sensor = await AddSensorAsync();
        _site.Use(new ReceiverConfiguration("Europe/Paris", [new ContractConfiguration(new DateOnly(2020, 1, 1), "22:30-06:30")], []));
        await WriteAsync(new Sample(sensor, Instant.FromUtc(2026, 1, 10, 21, 29, 59), 1), new Sample(sensor, Instant.FromUtc(2026, 1, 10, 21, 30), 1));
        (await _database.Owner.QueryAsync("select night_rate from measures where sensor_id = $1 order by time", row => row.GetBoolean(0), sensor))
            .ShouldBe([false, true]);
    }

    [Fact]
    public async Task Bad_samples_are_found_in_a_batch_and_set_aside()
    {
        await _database.Owner.ExecuteAsync("alter table measures add constraint no_666 check (watts not in (-666, -667))");
        var sensor = await AddSensorAsync();
        var samples = Samples(sensor, 1000);
        samples[17] = new Sample(sensor, samples[17].Time, -666);
        samples[800] = new Sample(sensor, samples[800].Time, -667);
        var rejected = new RejectedSamples(new SpoolOptions(_directory.Path, 1024 * 1024), NullLogger<RejectedSamples>.Instance);
        await new BatchWriter(Table, rejected, NullLogger.Instance).WriteAsync(samples, Cancel);

        (await CountAsync(sensor)).ShouldBe(998);
        rejected.Count.ShouldBe(2);
        var lines = await File.ReadAllLinesAsync(_directory.File("rejected.csv"), Cancel);
        lines.Length.ShouldBe(2);
        lines[0].ShouldStartWith($"{sensor},{samples[17].Time.ToUnixMicroseconds()},-666,,,\"");
        await _database.Owner.ExecuteAsync("alter table measures drop constraint no_666");
    }

    [Fact]
    public async Task A_server_that_does_not_answer_counts_as_away_in_time()
    {
        var sensor = await AddSensorAsync();
        await using var locking = await _database.Owner.OpenConnectionAsync(Cancel);
        await using var transaction = await locking.BeginTransactionAsync(Cancel);
        await using var locked = new NpgsqlCommand("lock table sensors in access exclusive mode", locking);
        await locked.ExecuteNonQueryAsync(Cancel);
        _site.Use(NoContracts);
        await using var table = new MeasureTable(_database.Receiver, _site, new SchemaGuard(_database.Receiver), TimeProvider.System) { Timeout = TimeSpan.FromSeconds(0.5) };
        await Should.ThrowAsync<TimeoutException>(() => table.WriteAsync(Samples(sensor, 1), Cancel));

        await transaction.RollbackAsync(Cancel);
        // The server may have taken the first batch all the same, after we had given up on it: it is there once.
        await table.WriteAsync(Samples(sensor, 1), Cancel);
        (await _database.Web.ScalarAsync<long>("select count(*) from measures where sensor_id = $1", sensor)).ShouldBe(1);
    }

    public async ValueTask DisposeAsync()
    {
        if (_table is not null) await _table.DisposeAsync();
        _directory.Dispose();
    }

    private Task<WriteResult> WriteAsync(params Sample[] samples) => Table.WriteAsync(samples.ToArray(), Cancel);

    private Task<int> AddSensorAsync() => _database.AddSensorAsync($"sensor {Guid.NewGuid()}");

    private Task<long> CountAsync(int sensor) => _database.Owner.ScalarAsync<long>("select count(*) from measures where sensor_id = $1", sensor);

    private static Sample[] Samples(int sensor, int count) =>
        [.. Enumerable.Range(0, count).Select(i => new Sample(sensor, Start + Duration.FromSeconds(8 * i), i))];
}
