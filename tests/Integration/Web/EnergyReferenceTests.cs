using System.Globalization;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>
/// Every energy answer of /api/v1 against the slow reference: all buckets, JSON and CSV, money with VAT under several
/// contracts, extremes and coverage, and the line of power; and again when other contracts have tagged the past anew.
/// </summary>
public sealed class EnergyReferenceTests
{
    private const double KwhTolerance = 1e-9;
    private const double WattsTolerance = 1e-6;
    private const long Day = 86_400_000_000;

    private static readonly (string Name, long Seconds)[] Lengths =
        [("minute", 60), ("quarter", 900), ("hour", 3600), ("PT5M", 300), ("PT1H30M", 5400), ("PT97M", 5820), ("PT8H", 28_800), ("PT36H", 129_600), ("PT432S", 432), ("PT86399S", 86_399)];

    private static readonly (string Name, string Bucket)[] Calendar =
        [("day", "day"), ("P1D", "day"), ("week", "week"), ("P1W", "week"), ("month", "month"), ("P1M", "month"), ("year", "year"), ("P1Y", "year")];

    private int _covered;
    private int _empty;

    [Theory]
    [InlineData("Europe/Paris", 55)]
    [InlineData("Asia/Kolkata", 66)]
    [InlineData("America/St_Johns", 77)]
    [InlineData("Pacific/Chatham", 88)]
    public async Task Buckets_power_and_money_agree_with_the_slow_reference(string zone, int seed)
    {
        var (household, random, buckets) = (new RandomHousehold(zone, seed), new Random(seed), new ReferenceBuckets(zone));
        await using var site = await ReferenceSite.StartAsync(zone, household);
        ReferenceSensor[] sensors = [await site.AddSensorAsync(0, 90, random), await site.AddSensorAsync(1, 60, random)];
        foreach (var sensor in sensors) await CheckAsync(site, sensor, household, buckets, random);
        await site.ChangeContractsAsync();
        foreach (var sensor in sensors) await CheckAsync(site, sensor with { Meter = sensor.Meter.Under(household.Tariffs) }, household, buckets, random);
        _covered.ShouldBeGreaterThan(2000);
        _empty.ShouldBeGreaterThan(100);
    }

    private async Task CheckAsync(ReferenceSite site, ReferenceSensor sensor, RandomHousehold household, ReferenceBuckets buckets, Random random)
    {
        foreach (var (name, seconds) in Lengths)
        {
            var (from, until) = Span(household, sensor, 0, 0);
            await CheckBucketsAsync(site, sensor, name, buckets.OfLength(seconds, from, until));
        }

        foreach (var (name, bucket) in Calendar)
        {
            // Far enough for months and years to end in it.
            var (from, until) = Span(household, sensor, bucket == "day" ? 3 : 45, bucket == "year" ? 320 : 45);
            await CheckBucketsAsync(site, sensor, name, buckets.OfCalendar(bucket, from, until));
        }

        var whole = Span(household, sensor, 0, 0);
        await CheckBucketsAsync(site, sensor, null, [whole.From, whole.Until]);
        foreach (var points in (int[])[10, 150, random.Next(300, 3000)])
        {
            var (from, until) = Span(household, sensor, 0, 0);
            await CheckPowerAsync(site, sensor, from, until, points);
        }
    }

    private static (long From, long Until) Span(RandomHousehold household, ReferenceSensor sensor, int daysBefore, int daysAfter)
    {
        long[] ends = [household.Moment(sensor.Meter.Samples), household.Moment(sensor.Meter.Samples)];
        return (ends.Min() - daysBefore * Day, ends.Max() + daysAfter * Day + 1_000_000);
    }

    private async Task CheckBucketsAsync(ReferenceSite site, ReferenceSensor sensor, string? bucket, long[] edges)
    {
        var path = $"/api/v1/sensors/{sensor.Id}/energy?from={Seconds(edges[0])}&to={Seconds(edges[^1])}{(bucket is null ? "" : $"&bucket={bucket}")}";
        var json = (await site.Client.GetJsonAsync(path)).GetProperty("buckets").EnumerateArray().Select(EnergyRow.Of).ToList();
        var csv = (await site.Client.GetStringAsync(new Uri($"{path}&format=csv", UriKind.Relative))).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        csv[0].ShouldBe(EnergyRow.CsvHeader);
        csv.Skip(1).Select(EnergyRow.OfCsv).ShouldBe(json, path);
        json.Select(row => row.Start).ShouldBe(edges[..^1], path);
        json.Select(row => row.End).ShouldBe(edges[1..], path);
        foreach (var row in json)
        {
            var (expected, what) = (sensor.Meter.Between(row.Start, row.End), $"{path}, from {Seconds(row.Start)} to {Seconds(row.End)}");
            row.DayKwh.ShouldBe(expected.DayWattHours / 1000, KwhTolerance, what);
            row.NightKwh.ShouldBe(expected.NightWattHours / 1000, KwhTolerance, what);
            row.Kwh.ShouldBe(expected.WattHours / 1000, KwhTolerance, what);
            row.Cost.ShouldBe(expected.Cost, 0.000000001m, what);
            ComparePower(row.MeanWatts, row.MinWatts, row.MaxWatts, expected, what);
            row.Coverage.ShouldBe((double)expected.Covered / (row.End - row.Start), 1e-9, what);
        }
    }

    private async Task CheckPowerAsync(ReferenceSite site, ReferenceSensor sensor, long from, long until, int points)
    {
        var path = $"/api/v1/sensors/{sensor.Id}/power?from={Seconds(from)}&to={Seconds(until)}&points={points}";
        var line = (await site.Client.GetJsonAsync(path)).GetProperty("points").EnumerateArray().ToList();
        line.Count.ShouldBeLessThanOrEqualTo(points, path);
        var time = from;
        foreach (var point in line)
        {
            var (start, end) = (EnergyRow.TimeOf(point.GetProperty("start").GetString()!), EnergyRow.TimeOf(point.GetProperty("end").GetString()!));
            start.ShouldBe(time, path);
            time = end;
            var expected = sensor.Meter.Between(start, end);
            var what = $"{path}, from {Seconds(start)} to {Seconds(end)}";
            ComparePower(EnergyRow.NumberOf(point, "mean_watts"), EnergyRow.NumberOf(point, "min_watts"), EnergyRow.NumberOf(point, "max_watts"), expected, what);
            point.GetProperty("coverage").GetDouble().ShouldBe((double)expected.Covered / (end - start), 1e-9, what);
        }

        time.ShouldBe(until, path);
    }

    private void ComparePower(double? mean, double? min, double? max, ReferenceReading expected, string what)
    {
        if (expected.Covered == 0)
        {
            _empty++;
            (mean, min, max).ShouldBe((null, null, null), what);
            return;
        }

        _covered++;
        mean!.Value.ShouldBe(expected.MeanWatts, WattsTolerance, what);
        min!.Value.ShouldBe(expected.MinWatts, WattsTolerance, what);
        max!.Value.ShouldBe(expected.MaxWatts, WattsTolerance, what);
    }

    private static string Seconds(long microseconds) => (microseconds / 1_000_000m).ToString(CultureInfo.InvariantCulture);
}
