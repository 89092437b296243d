using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using NodaTime.Text;
using PowerMeter.Processor.Energy;
using PowerMeter.Processor.Tariffs;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Tariffs;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Server;
using PowerMeter.Web.Tariffs;
using Shouldly;
using TaggedSample = PowerMeter.Tests.TestKit.ReferenceIntegral.TaggedSample;

namespace PowerMeter.Tests.Integration.Tariffs;

/// <summary>A database of its own with contracts and samples, and all that changes them, with the rights of production.</summary>
internal sealed class TariffHouse : IAsyncDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private TariffHouse(TestDatabase database) => Database = database;

    public TestDatabase Database { get; }

    public TariffChanges Changes => new(Database.Web, new ReadOnlyMode(WebOptions.Read(new ConfigurationManager())), NullLogger<TariffChanges>.Instance);

    public static async Task<TariffHouse> CreateAsync(params (string From, string OffPeak)[] contracts)
    {
        var house = new TariffHouse(await PostgresServer.Shared.CreateDatabaseAsync());
        (await house.ChangeAsync(contracts)).Result.ShouldBe(TariffResult.Applied);
        return house;
    }

    public static ContractEntry Entry(string from, string offPeak, decimal day = 0.20m, decimal night = 0.10m) => new(
        null, "EDF", null, false, LocalDatePattern.Iso.Parse(from).Value, day, night, 12.5m, true, 0, OffPeakSchedule.Parse(offPeak));

    /// <summary>Asks for these contracts. Each has prices of its own, so that those of another would show.</summary>
    public Task<TariffOutcome> ChangeAsync(params (string From, string OffPeak)[] contracts) => Changes.ChangeAsync(
        new TariffRequest("somebody") { Contracts = [.. contracts.Select((contract, i) => Entry(contract.From, contract.OffPeak, 0.20m + i * 0.05m + contracts.Length * 0.01m))] }, None);

    public Task<TariffOutcome> ChangeZoneAsync(string zone) => Changes.ChangeAsync(new TariffRequest("somebody") { Zone = zone }, None);

    /// <summary>What the Processor does with a change that waits.</summary>
    /// <returns>How many samples have another tariff; null when nothing waits.</returns>
    public async Task<long?> RetagAsync(Func<Task>? tagged = null, Func<Task>? committing = null)
    {
        var table = new TariffChangeTable(Database.Processor);
        if (await table.FindUnfinishedAsync(None) is not { } id) return null;
        var retag = new TariffRetag(Database.Processor, table, TimeProvider.System)
        {
            Tagged = tagged ?? (() => Task.CompletedTask),
            Committing = committing ?? (() => Task.CompletedTask),
        };
        return await retag.RunAsync(id, None);
    }

    public Task FollowUpAsync() => new TariffFollowUp(
        Database.Processor, new TariffChangeTable(Database.Processor), TimeProvider.System, NullLogger<TariffFollowUp>.Instance).RunAsync(None);

    public async Task DrainAsync()
    {
        var rollup = new EnergyRollup(Database.Processor);
        while (await rollup.ClaimAsync(None) is not null)
        {
        }
    }

    /// <summary>The calendar in force.</summary>
    public async Task<TariffCalendar> CalendarAsync() => (await new SiteReader(Database.Web).ReadAsync(None)).Calendar;

    /// <summary>Samples of random power, mostly <paramref name="step"/> seconds apart, tagged by the calendar in force, with a gap now and then.</summary>
    public async Task AddSamplesAsync(int sensor, Instant from, Instant until, int step, int seed)
    {
        var random = new Random(seed);
        var calendar = await CalendarAsync();
        var samples = new List<TaggedSample>();
        for (var second = from.ToUnixTimeSeconds(); second < until.ToUnixTimeSeconds(); second += random.Next(200) == 0 ? random.Next(2000, 9000) : step + random.Next(-2, 3))
            samples.Add(new TaggedSample(second, random.Next(0, 40_000) / 10.0, calendar.TariffAt(Instant.FromUnixTimeSeconds(second)) == Tariff.Night));
        foreach (var chunk in samples.Chunk(20_000)) await Database.InsertMeasuresAsync(sensor, chunk);
    }

    public Task<List<(int Sensor, DateTime Time, bool Night, uint Xmin)>> TagsAsync() => Database.Owner.QueryAsync(
        "select sensor_id, time, night_rate, xmin from measures order by sensor_id, time",
        row => (row.GetInt32(0), row.GetDateTime(1), row.GetBoolean(2), row.GetFieldValue<uint>(3)));

    public Task<List<(int Sensor, DateTime Start, double Day, double Night, double Covered, double Least, double Most, uint Xmin)>> RowsAsync(EnergyTier tier) =>
        Database.Owner.QueryAsync(
            $"select sensor_id, start, day_wh, night_wh, covered_s, min_w, max_w, xmin from {tier.Table} order by sensor_id, start",
            row => (row.GetInt32(0), row.GetDateTime(1), row.GetDouble(2), row.GetDouble(3), row.GetDouble(4), row.GetDouble(5), row.GetDouble(6), row.GetFieldValue<uint>(7)));

    /// <summary>Tags and all roll-ups are those of the other house.</summary>
    public async Task ShouldEqualAsync(TariffHouse other)
    {
        (await TagsAsync()).Select(row => (row.Sensor, row.Time, row.Night)).ShouldBe((await other.TagsAsync()).Select(row => (row.Sensor, row.Time, row.Night)));
        foreach (var tier in EnergyTier.CoarseToFine)
        {
            var (rows, expected) = (await RowsAsync(tier), await other.RowsAsync(tier));
            rows.Select(row => (row.Sensor, row.Start)).ShouldBe(expected.Select(row => (row.Sensor, row.Start)));
            foreach (var (row, right) in rows.Zip(expected))
            {
                row.Day.ShouldBe(right.Day, 1e-7, $"{tier.Table} {row.Start:O}");
                row.Night.ShouldBe(right.Night, 1e-7, $"{tier.Table} {row.Start:O}");
                (row.Covered, row.Least, row.Most).ShouldBe((right.Covered, right.Least, right.Most));
            }
        }
    }

    public Task<long> QueuedAsync() => Database.Owner.ScalarAsync<long>("select count(*) from pending_energy");

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
