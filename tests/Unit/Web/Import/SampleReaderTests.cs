using System.Globalization;
using NodaTime;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Tariffs;
using PowerMeter.Web.Import;
using Shouldly;
using Xunit;
using static PowerMeter.Tests.Unit.Web.Import.ImportText;

namespace PowerMeter.Tests.Unit.Web.Import;

/// <summary>What becomes of rows: repeated ones, contradicting ones, mean power and counters.</summary>
public sealed class SampleReaderTests
{
    private const long Start = 1_772_366_400;

    private static readonly ImportOptions Counter = new() { Value = ImportValue.Kwh };

    /// <summary>Watt-hours by tariff between two moments, by the integral of the roll-ups.</summary>
    private static Energy EnergyOf(IEnumerable<ImportRow> samples, long fromSecond, long untilSecond, long maxGap = 60)
    {
        var integrator = new EnergyIntegrator([fromSecond * 1_000_000, untilSecond * 1_000_000], maxGap * 1_000_000);
        var tagger = new TariffTagger(TwoRates);
        foreach (var sample in samples) integrator.Add(sample.Time, sample.Value, tagger.IsNight(UnixMicroseconds.ToInstant(sample.Time)));
        return integrator.Result()[0];
    }

    private static string FileOf(IEnumerable<(long Second, double Kwh)> readings) =>
        string.Concat(readings.Select(reading => string.Create(CultureInfo.InvariantCulture, $"{reading.Second},{reading.Kwh:R}\n")));

    [Fact]
    public async Task A_repeated_row_counts_once_and_a_contradicting_one_is_refused()
    {
        var (samples, rejects, reader) = await SamplesOfAsync("time,watts\n1772366400,1\n1772366400,1\n1772366400,2\n1772366408,3\n");
        samples.Select(sample => sample.Value).ShouldBe([1, 3]);
        reader.Duplicates.ShouldBe(1);
        rejects.First.Select(reject => (reject.Line, reject.Reason.ToString())).ShouldBe([(4L, "The row has the time of line 2 and another value.")]);
    }

    [Fact]
    public async Task Rows_that_go_back_in_time_are_noticed() =>
        await Should.ThrowAsync<OutOfOrderException>(() => SamplesOfAsync("time,watts\n1772366408,1\n1772366400,1\n"));

    [Fact]
    public async Task Mean_power_of_an_hour_is_its_energy_to_the_edges()
    {
        var (samples, rejects, _) = await SamplesOfAsync($"statistic_id,unit,start,mean\na,W,{Start},1000\na,W,{Start + 3600},3000\na,W,{Start + 7200},0\n");
        rejects.Count.ShouldBe(0);
        EnergyOf(samples, Start, Start + 3600).WattHours.ShouldBe(1000, 1e-6);
        EnergyOf(samples, Start + 3600, Start + 7200).WattHours.ShouldBe(3000, 1e-6);
        EnergyOf(samples, Start + 3600, Start + 5400).WattHours.ShouldBe(1500, 1e-6);
        EnergyOf(samples, Start + 7200, Start + 10_800).WattHours.ShouldBe(0, 1e-6);
        var pauses = samples.Zip(samples.Skip(1), (first, second) => second.Time - first.Time).ToList();
        pauses.Min().ShouldBeGreaterThan(0);
        pauses.Max().ShouldBeLessThanOrEqualTo(60_000_000);
    }

    [Fact]
    public async Task Means_whose_spans_overlap_are_refused()
    {
        var (_, rejects, _) = await SamplesOfAsync($"statistic_id,unit,start,mean\na,W,{Start},1000\na,W,{Start + 300},3000\n");
        rejects.First.ShouldHaveSingleItem().Reason.ToString().ShouldContain("--interval");
        var (samples, none, _) = await SamplesOfAsync(
            $"statistic_id,unit,start,mean\na,W,{Start},1000\na,W,{Start + 300},3000\n", new ImportOptions { Interval = Duration.FromMinutes(5) });
        none.Count.ShouldBe(0);
        EnergyOf(samples, Start, Start + 600).WattHours.ShouldBe(4000 / 12.0, 1e-6);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(75)]
    [InlineData(1)]
    [InlineData(18_000)]
    public async Task The_energy_between_any_two_readings_is_the_counters_difference(long maxGap)
    {
        var random = new Random(11);
        for (var trial = 0; trial < (maxGap == 1 ? 3 : 40); trial++)
        {
            var readings = new List<(long Second, double Kwh)> { (Start + random.Next(3600), random.Next(10_000)) };
            for (var i = 0; i < 12; i++)
            {
                // Up to 100 kW: a line of a microsecond between two such powers is 14 millionths of a watt-hour.
                var length = random.Next(1, random.Next(2) == 0 ? 20 : 4000);
                readings.Add((readings[^1].Second + length, readings[^1].Kwh + (random.Next(4) == 0 ? 0 : Math.Round(random.NextDouble() * length / 36, 3))));
            }

            var (samples, rejects, reader) = await SamplesOfAsync(FileOf(readings), Counter, maxGap);
            rejects.First.ShouldBeEmpty();
            reader.Resets.ShouldBe(0);
            for (var a = 0; a < readings.Count; a++)
                for (var b = a + 1; b < readings.Count; b++)
                    EnergyOf(samples, readings[a].Second, readings[b].Second, maxGap).WattHours
                        .ShouldBe((readings[b].Kwh - readings[a].Kwh) * 1000, 2e-4, $"{readings[a]} to {readings[b]}");
        }
    }

    [Fact]
    public async Task A_counters_energy_is_split_where_the_tariff_changes()
    {
        // 22:00 to 23:00 in Paris: off-peak from 22:34.
        const long Ten = 1_772_398_800;
        var (samples, _, _) = await SamplesOfAsync(FileOf([(Ten, 5), (Ten + 3600, 6)]), Counter, maxGap: 18_000);
        var energy = EnergyOf(samples, Ten, Ten + 3600, 18_000);
        energy.DayWattHours.ShouldBe(1000 * 34 / 60.0, 1e-6);
        energy.NightWattHours.ShouldBe(1000 * 26 / 60.0, 1e-6);
    }

    [Fact]
    public async Task A_counter_that_goes_backwards_begins_anew()
    {
        var (samples, rejects, reader) = await SamplesOfAsync(
            FileOf([(Start, 10), (Start + 600, 11), (Start + 1200, 0.5), (Start + 1800, 2.5)]), Counter);
        rejects.Count.ShouldBe(0);
        reader.Resets.ShouldBe(1);
        EnergyOf(samples, Start, Start + 600).WattHours.ShouldBe(1000, 1e-6);
        EnergyOf(samples, Start + 600, Start + 1200).WattHours.ShouldBe(0, 1e-2);
        EnergyOf(samples, Start + 1200, Start + 1800).WattHours.ShouldBe(2000, 1e-6);
    }

    [Fact]
    public async Task Readings_too_far_apart_make_no_energy_unless_they_may()
    {
        var file = FileOf([(Start, 10), (Start + 2 * 86_400, 58), (Start + 2 * 86_400 + 600, 59)]);
        var (samples, _, reader) = await SamplesOfAsync(file, Counter);
        reader.Unbridged.ShouldBe(1);
        EnergyOf(samples, Start, Start + 3 * 86_400).WattHours.ShouldBe(1000, 1e-6);
        var (bridged, _, _) = await SamplesOfAsync(file, Counter with { Bridge = Duration.FromDays(31) });
        EnergyOf(bridged, Start, Start + 3 * 86_400).WattHours.ShouldBe(49_000, 1e-3);
    }

    [Fact]
    public async Task A_counter_that_grows_faster_than_a_gigawatt_is_refused()
    {
        var (_, rejects, _) = await SamplesOfAsync(FileOf([(Start, 0), (Start + 1, 1e9)]), Counter);
        rejects.First.ShouldHaveSingleItem().Reason.ToString().ShouldContain("1 GW");
    }
}
