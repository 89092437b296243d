using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using PowerMeter.Processor.Energy;
using PowerMeter.Processor.Retention;
using PowerMeter.Shared.Measurement;
using PowerMeter.Tests.Integration.Tariffs;
using PowerMeter.Tests.TestKit;
using Shouldly;
using TaggedSample = PowerMeter.Tests.TestKit.ReferenceIntegral.TaggedSample;

namespace PowerMeter.Tests.Integration.Processor.Retention;

/// <summary>
/// A house with samples of some days from January to May, one every 20 minutes, and a gap now and then, and one a day from
/// March on; rolled up. Two of them are equal: the one with retention must then be as the one without.
/// </summary>
internal sealed class RetentionHouse : IAsyncDisposable
{
    public const string OffPeak = "22:00-06:00";

    public static readonly Instant First = Instant.FromUtc(2026, 1, 10, 3, 20);
    public static readonly Instant Last = Instant.FromUtc(2026, 5, 3, 0, 0);

    /// <summary>What two months leave: March and later.</summary>
    public static readonly Instant Horizon = Instant.FromUtc(2026, 3, 1, 0, 0);

    private const int Step = 1200;

    private static readonly (Instant From, Instant Until)[] Days =
    [
        (First, First + Duration.FromDays(2)), (Horizon - Duration.FromDays(2), Horizon + Duration.FromDays(2)), (Last - Duration.FromDays(1), Last),
    ];

    private static readonly CancellationToken None = CancellationToken.None;

    private RetentionHouse(TariffHouse tariffs) => Tariffs = tariffs;

    public TariffHouse Tariffs { get; }

    public TestDatabase Database => Tariffs.Database;

    public int Sensor { get; private set; }

    public static async Task<RetentionHouse> CreateAsync(int seed = 1)
    {
        var house = new RetentionHouse(await TariffHouse.CreateAsync(("2025-01-01", OffPeak)));
        house.Sensor = await house.Database.AddSensorAsync("house", Step, maxGapSeconds: 3600);
        await house.AddSamplesAsync(seed);
        await house.DrainAsync();
        return house;
    }

    public async Task AddSamplesAsync(int seed)
    {
        var random = new Random(seed);
        var calendar = await Tariffs.CalendarAsync();
        var samples = new List<TaggedSample>();
        // A segment always reaches over the horizon.
        for (var second = First.ToUnixTimeSeconds(); second < Last.ToUnixTimeSeconds(); second += IsAtHorizon(second) || random.Next(100) > 0 ? Step : 12 * Step)
            samples.Add(new TaggedSample(second, random.Next(0, 40_000) / 10.0, calendar.TariffAt(Instant.FromUnixTimeSeconds(second)) == PowerMeter.Shared.Tariffs.Tariff.Night));
        samples.RemoveAll(sample => !Days.Any(days => sample.Second >= days.From.ToUnixTimeSeconds() && sample.Second < days.Until.ToUnixTimeSeconds()));
        // Between them one a day, without energy: only what was recorded makes samples old.
        for (var noon = Horizon + Duration.FromHours(2 * 24 + 12); noon < Last - Duration.FromDays(1); noon += Duration.FromDays(1))
            samples.Add(new TaggedSample(noon.ToUnixTimeSeconds(), 100, false));
        samples.Sort((one, other) => one.Second.CompareTo(other.Second));
        // Not on the hour: the first segment of the month that is kept begins before it.
        samples.RemoveAll(sample => sample.Second == Horizon.ToUnixTimeSeconds());
        await Database.InsertMeasuresAsync(Sensor, samples);
    }

    public Task DrainAsync() => Tariffs.DrainAsync();

    public Task KeepAsync(int months) => Database.Owner.ExecuteAsync(
        "insert into settings (key, value) values ('raw_months', $1) on conflict (key) do update set value = excluded.value", $"{months}");

    public Task<IReadOnlyList<LocalDate>> RetainAsync(MessageLog? log = null) =>
        new RawRetention(Database.Processor, TimeProvider.System, log is null ? NullLogger<RawRetention>.Instance : log).RunAsync(None);

    /// <summary>Keeps two months: January and February go.</summary>
    public async Task RemoveAsync()
    {
        await KeepAsync(2);
        (await RetainAsync()).ShouldBe([new LocalDate(2026, 1, 1), new LocalDate(2026, 2, 1)]);
    }

    public Task<long> SamplesAsync(string condition) => Database.Owner.ScalarAsync<long>($"select count(*) from measures where {condition}");

    public async Task RebuildAsync()
    {
        var rollup = new EnergyRollup(Database.Processor);
        await new EnergyBacklog(Database.Processor, rollup, TimeProvider.System, TextWriter.Null).QueueEverythingAsync(null, None);
        await DrainAsync();
    }

    public async Task<List<(string Tier, DateTime Start, double Day, double Night, double Covered, double Least, double Most)>> RowsAsync(Instant? from = null, Instant? until = null)
    {
        var rows = new List<(string, DateTime, double, double, double, double, double)>();
        foreach (var tier in EnergyTier.CoarseToFine)
            rows.AddRange((await Tariffs.RowsAsync(tier))
                .Where(row => row.Start >= (from ?? First - Duration.FromDays(1)).ToDateTimeUtc() && row.Start < (until ?? Last).ToDateTimeUtc())
                .Select(row => (tier.Table, row.Start, row.Day, row.Night, row.Covered, row.Least, row.Most)));
        return rows;
    }

    public async Task ShouldEqualAsync(RetentionHouse other, Instant? from = null)
    {
        var (rows, expected) = (await RowsAsync(from), await other.RowsAsync(from));
        rows.Select(row => (row.Tier, row.Start)).ShouldBe(expected.Select(row => (row.Tier, row.Start)));
        foreach (var (row, right) in rows.Zip(expected))
        {
            row.Day.ShouldBe(right.Day, 1e-7, $"{row.Tier} {row.Start:O}");
            row.Night.ShouldBe(right.Night, 1e-7, $"{row.Tier} {row.Start:O}");
            row.Covered.ShouldBe(right.Covered, 1e-7, $"{row.Tier} {row.Start:O}");
        }
    }

    public ValueTask DisposeAsync() => Tariffs.DisposeAsync();

    private static bool IsAtHorizon(long second) => Math.Abs(second - Horizon.ToUnixTimeSeconds()) < 200 * Step;
}
