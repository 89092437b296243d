using System.Globalization;
using System.Text.Json;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>Every energy answer of the compatible face against the slow reference, in zones that differ in how they change the clock.</summary>
public sealed class CompatibleReferenceTests
{
    private const int SensorsAChange = 2;
    private const int SpansASensor = 7;
    private const int RangesASensor = 5;
    private const double KwhTolerance = 1e-9;

    private static readonly int[] MaxGapSeconds = [60, 90, 300];

    private int _covered;
    private int _empty;

    [Theory]
    [InlineData("Europe/Paris", 11)]
    [InlineData("Asia/Kolkata", 22)]
    [InlineData("America/St_Johns", 33)]
    [InlineData("Pacific/Chatham", 44)]
    public async Task Energy_power_and_money_agree_with_the_slow_reference(string zone, int seed)
    {
        var household = new RandomHousehold(zone, seed);
        await using var site = await ReferenceSite.StartAsync(zone, household);
        var random = new Random(seed);
        var sensors = new List<ReferenceSensor>();
        for (var n = 0; n < 2 * SensorsAChange; n++)
        {
            var meter = await site.AddSensorAsync(n % 2, MaxGapSeconds[random.Next(MaxGapSeconds.Length)], random);
            for (var i = 0; i < SpansASensor; i++) await CheckSpanAsync(site, meter, household, random, $"{zone}, seed {seed}, sensor {n}, span {i}");
            for (var i = 0; i < RangesASensor; i++) await CheckIdsAsync(site, meter, random, $"{zone}, seed {seed}, sensor {n}, range {i}");
            sensors.Add(meter);
        }

        await site.ChangeContractsAsync();
        foreach (var sensor in sensors)
        {
            var changed = sensor with { Meter = sensor.Meter.Under(household.Tariffs) };
            await CheckSpanAsync(site, changed, household, random, $"{zone}, seed {seed}, sensor {sensor.Id}, changed contracts");
            await CheckIdsAsync(site, changed, random, $"{zone}, seed {seed}, sensor {sensor.Id}, changed contracts");
        }

        // Chance has hit both: what carries something and what does not.
        _covered.ShouldBeGreaterThan(1000);
        _empty.ShouldBeGreaterThan(10);
    }

    private async Task CheckSpanAsync(ReferenceSite site, ReferenceSensor sensor, RandomHousehold household, Random random, string what)
    {
        var ends = new[] { household.Moment(sensor.Meter.Samples), household.Moment(sensor.Meter.Samples) };
        var (from, until) = (ends.Min(), ends.Max() + (ends[0] == ends[1] ? 1 : 0));
        var step = Math.Max((until - from) / random.Next(1, 200), random.Next(4) switch { 0 => 3_600_000_000, 1 => 60_000_000, 2 => 900_000_000, _ => 1 });
        var path = $"by_time/{Seconds(from)}/{Seconds(until)}";
        var edges = Enumerable.Range(0, (int)((until - from + step - 1) / step)).Select(bin => from + bin * step).Append(until).ToArray();
        var groups = edges.Zip(edges.Skip(1), sensor.Meter.Between).ToArray();
        await CheckAsync(site, sensor, path, sensor.Meter.Between(from, until), $"{path}/{Seconds(step)}", groups, what);
    }

    private async Task CheckIdsAsync(ReferenceSite site, ReferenceSensor sensor, Random random, string what)
    {
        var (width, fromEnd) = (random.Next(1, 501), random.Next(2) == 0);
        var first = fromEnd ? -width - random.Next(3) * random.Next(sensor.Ids.Count + 50) : Math.Max(0, sensor.Ids[random.Next(sensor.Ids.Count)] - random.Next(20));
        var step = random.Next(1, width + 2);
        // Where each sample stands: by its id, or by its place from the end.
        var places = Enumerable.Range(0, sensor.Ids.Count).ToLookup(
            place => (fromEnd ? place - sensor.Ids.Count : sensor.Ids[place]) is var at && at >= first && at < first + width ? (at - first) / step : -1);
        var groups = Enumerable.Range(0, (width + step - 1) / step).Select(group => sensor.Meter.SegmentsOf(places[group])).ToArray();
        var path = string.Create(CultureInfo.InvariantCulture, $"by_id/{first}/{first + width}");
        var whole = sensor.Meter.SegmentsOf(places.Where(group => group.Key >= 0).SelectMany(group => group));
        await CheckAsync(site, sensor, path, whole, $"{path}/{step}", groups, what);
    }

    private async Task CheckAsync(
        ReferenceSite site, ReferenceSensor sensor, string path, ReferenceReading whole, string stepped, ReferenceReading[] groups, string what)
    {
        what = $"{what}: {stepped}";
        Compare(await site.GetAsync(sensor, "kwatthours", path), whole, CompareKwh, what);
        Compare(await site.GetAsync(sensor, "euros", path), whole, CompareEuros, what);
        await CheckGroupsAsync("kwatthours", CompareKwh);
        await CheckGroupsAsync("euros", CompareEuros);
        await CheckGroupsAsync("watts", CompareWatts);

        async Task CheckGroupsAsync(string unit, Action<JsonElement, ReferenceReading, string> compare)
        {
            var answer = await site.GetAsync(sensor, unit, stepped);
            answer.GetArrayLength().ShouldBe(groups.Length, what);
            for (var i = 0; i < groups.Length; i++) Compare(answer[i], groups[i], compare, $"{what}, {unit}, group {i}");
        }
    }

    private void Compare(JsonElement answer, ReferenceReading expected, Action<JsonElement, ReferenceReading, string> compare, string what)
    {
        (answer.ValueKind == JsonValueKind.Null).ShouldBe(expected.Covered == 0, what);
        if (expected.Covered == 0)
        {
            _empty++;
            return;
        }

        _covered++;
        compare(answer, expected, what);
    }

    private static void CompareKwh(JsonElement answer, ReferenceReading expected, string what)
    {
        answer.GetProperty("value").GetDouble().ShouldBe(expected.WattHours / 1000, KwhTolerance, what);
        answer.GetProperty("day_rate").GetDouble().ShouldBe(expected.DayWattHours / 1000, KwhTolerance, what);
        answer.GetProperty("night_rate").GetDouble().ShouldBe(expected.NightWattHours / 1000, KwhTolerance, what);
    }

    private static void CompareEuros(JsonElement answer, ReferenceReading expected, string what) =>
        answer.GetProperty("value").GetDecimal().ShouldBe(expected.Cost, 0.000000001m, what);

    private static void CompareWatts(JsonElement answer, ReferenceReading expected, string what)
    {
        answer.GetProperty("value").GetDouble().ShouldBe(expected.MeanWatts, 1e-6, what);
        answer.GetProperty("night_rate").GetDouble().ShouldBe(expected.NightWattHours * 3.6e9 / expected.Covered, 1e-6, what);
    }

    private static string Seconds(long microseconds) => (microseconds / 1_000_000m).ToString(CultureInfo.InvariantCulture);
}
