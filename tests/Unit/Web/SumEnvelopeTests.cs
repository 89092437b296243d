using FsCheck;
using FsCheck.Fluent;
using PowerMeter.Web.Components.Charts;
using PowerMeter.Web.Queries;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

/// <summary>The least and the greatest sum of several sensors.</summary>
public sealed class SumEnvelopeTests
{
    private const long Second = 1_000_000;
    private const long Gap = 10 * Second;

    private static SampledLine Line(params (long Seconds, double Watts)[] samples) =>
        new([.. samples.Select(sample => new StoredSample(0, sample.Seconds * Second, sample.Watts, false))], Gap);

    private static long[] Edges(params long[] seconds) => [.. seconds.Select(edge => edge * Second)];

    [Fact]
    public void A_peak_of_a_second_stands_in_it_as_high_as_it_was()
    {
        var kitchen = Line((0, 100), (4, 100), (5, 3100), (6, 100), (10, 100), (20, 100));
        var heater = Line((0, 50), (8, 50), (16, 50), (24, 50));
        SumEnvelope.Of([kitchen, heater], Edges(0, 10, 20)).ShouldBe([(150, 3150), (150, 150)]);
    }

    [Fact]
    public void Peaks_that_do_not_come_together_are_not_added()
    {
        var first = Line((0, 0), (2, 0), (3, 1000), (4, 0), (10, 0));
        var second = Line((0, 0), (6, 0), (7, 1000), (8, 0), (10, 0));
        SumEnvelope.Of([first, second], Edges(0, 10)).ShouldBe([(0, 1000)]);
    }

    [Fact]
    public void A_line_that_goes_through_a_step_counts_between_its_samples() =>
        SumEnvelope.Of([Line((0, 0), (10, 100)), Line((0, 200), (10, 0))], Edges(4, 6)).ShouldBe([(140, 160)]);

    [Fact]
    public void Over_a_gap_there_is_no_sum_and_who_is_silent_all_along_takes_no_part()
    {
        var broken = Line((0, 100), (5, 100), (30, 900), (35, 900));
        var steady = Line([.. Enumerable.Range(0, 9).Select(i => ((long)i * 5, 10.0))]);
        SumEnvelope.Of([broken, steady], Edges(0, 10, 20, 40)).ShouldBe([(110, 110), (10, 10), (910, 910)]);
        SumEnvelope.Of([broken], Edges(10, 20)).ShouldBe([null]);
        SumEnvelope.Of([Line((15, 100))], Edges(10, 20)).ShouldBe([null]);
    }

    [Fact]
    public void No_moment_of_the_sum_is_outside()
    {
        var watts = Gen.Choose(-500, 3000).Select(value => (double)value);
        var lines = Gen.Zip(Gen.Choose(1, 7), watts.ArrayOf(30)).Select(both => Line([.. both.Item2.Select((value, i) => ((long)i * both.Item1, value))])).ArrayOf(3);
        Prop.ForAll(lines.ToArbitrary(), sensors =>
        {
            var edges = Edges(0, 7, 13, 20, 29);
            var steps = SumEnvelope.Of(sensors, edges);
            for (var step = 0; step < steps.Length; step++)
            {
                var sums = Moments(edges[step], edges[step + 1]).Select(moment => sensors.Sum(line => At(line, moment))).ToList();
                var (min, max) = steps[step].ShouldNotBeNull();
                sums.Min().ShouldBe(min, 1e-6);
                sums.Max().ShouldBe(max, 1e-6);
            }
        }).QuickCheckThrowOnFailure();

        // Samples stand at whole seconds: so do the extremes.
        static IEnumerable<long> Moments(long start, long end)
        {
            for (var moment = start; moment <= end; moment += Second / 2) yield return moment;
        }

        static double At(SampledLine line, long moment)
        {
            var before = line.Samples.Last(sample => sample.Time <= moment);
            if (before.Time == moment) return before.Watts;
            var after = line.Samples.First(sample => sample.Time > moment);
            return before.Watts + (after.Watts - before.Watts) * (moment - before.Time) / (after.Time - before.Time);
        }
    }

    [Theory]
    [InlineData(3600, 6, true)]
    [InlineData(3600, 7, false)]
    [InlineData(86_400, 2, false)]
    public void Samples_are_looked_at_where_they_are_few(long seconds, int sensors, bool few) =>
        SumExtremes.AreFew(seconds * Second, sensors).ShouldBe(few);
}
