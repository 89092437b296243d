using FsCheck;
using FsCheck.Fluent;
using PowerMeter.Shared.Measurement;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;
using TaggedSample = PowerMeter.Tests.TestKit.ReferenceIntegral.TaggedSample;

namespace PowerMeter.Tests.Unit.Measurement;

public sealed class EnergyIntegratorTests
{
    private const long Second = UnixMicroseconds.PerSecond;
    private const long MaxGap = 60;

    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(1000);

    /// <summary>Up to 60 samples, 1 to 90 s apart so that some gaps are too long, and bin edges 1 to 100 s apart.</summary>
    private static Arbitrary<(TaggedSample[] Samples, long[] Edges)> Cases { get; } = (
        from count in Gen.Choose(0, 60)
        from steps in Gen.Choose(1, 90).ArrayOf(count)
        from watts in Gen.Choose(-3000, 9000).ArrayOf(count)
        from nights in Gen.Elements(true, false).ArrayOf(count)
        from bins in Gen.Choose(1, 30)
        from widths in Gen.Choose(1, 100).ArrayOf(bins)
        from start in Gen.Choose(-200, 1000)
        select (
            steps.Select((_, i) => new TaggedSample(steps.Take(i + 1).Sum(), watts[i] / 10.0, nights[i])).ToArray(),
            Enumerable.Range(0, bins + 1).Select(i => (long)start + widths.Take(i).Sum()).ToArray())).ToArbitrary();

    [Fact]
    public void Agrees_with_the_slow_reference() => Prop.ForAll(Cases, c =>
    {
        var expected = ReferenceIntegral.Of(c.Samples, c.Edges, MaxGap);
        var actual = ReferenceIntegral.OfIntegrator(c.Samples, c.Edges, MaxGap);
        for (var bin = 0; bin < expected.Length; bin++)
        {
            actual[bin].DayWattHours.ShouldBe(expected[bin].Day, 1e-9);
            actual[bin].NightWattHours.ShouldBe(expected[bin].Night, 1e-9);
            actual[bin].CoveredSeconds.ShouldBe(expected[bin].Covered);
        }
    }).Check(Runs);

    [Fact]
    public void The_sum_of_any_bins_is_the_whole() => Prop.ForAll(Cases, c =>
    {
        var bins = ReferenceIntegral.OfIntegrator(c.Samples, c.Edges, MaxGap).Aggregate(Energy.None, Energy.Add);
        var whole = ReferenceIntegral.OfIntegrator(c.Samples, [c.Edges[0], c.Edges[^1]], MaxGap)[0];
        bins.DayWattHours.ShouldBe(whole.DayWattHours, 1e-9);
        bins.NightWattHours.ShouldBe(whole.NightWattHours, 1e-9);
        bins.CoveredSeconds.ShouldBe(whole.CoveredSeconds);
        bins.MinWatts.ShouldBe(whole.MinWatts);
        bins.MaxWatts.ShouldBe(whole.MaxWatts);
    }).Check(Runs);

    [Fact]
    public void Mean_power_lies_between_the_extremes() => Prop.ForAll(Cases, c =>
    {
        foreach (var bin in ReferenceIntegral.OfIntegrator(c.Samples, c.Edges, MaxGap).Where(bin => bin.IsCovered))
            bin.MeanWatts.ShouldBeInRange(bin.MinWatts - 1e-6, bin.MaxWatts + 1e-6);
    }).Check(Runs);

    [Fact]
    public void A_segment_is_split_exactly_at_an_edge()
    {
        // 0 W at 0 s to 600 W at 60 s: the first half holds a quarter of the 5 Wh.
        var bins = ReferenceIntegral.OfIntegrator([new(0, 0, false), new(60, 600, false)], [0, 30, 60], MaxGap);
        bins[0].WattHours.ShouldBe(1.25, 1e-12);
        bins[1].WattHours.ShouldBe(3.75, 1e-12);
        bins[0].MaxWatts.ShouldBe(300);
        bins[1].MinWatts.ShouldBe(300);
    }

    [Fact]
    public void A_gap_longer_than_max_gap_carries_no_energy()
    {
        var bin = ReferenceIntegral.OfIntegrator([new(0, 100, false), new(61, 100, false), new(121, 100, false)], [0, 200], MaxGap)[0];
        bin.CoveredSeconds.ShouldBe(60);
        bin.WattHours.ShouldBe(100 / 60.0, 1e-12);
    }

    [Fact]
    public void A_gap_of_max_gap_is_bridged() =>
        ReferenceIntegral.OfIntegrator([new(0, 100, false), new(60, 100, false)], [0, 200], MaxGap)[0].CoveredSeconds.ShouldBe(60);

    [Fact]
    public void A_lone_sample_carries_none()
    {
        var bin = ReferenceIntegral.OfIntegrator([new(10, 5000, false)], [0, 60], MaxGap)[0];
        bin.IsCovered.ShouldBeFalse();
        bin.WattHours.ShouldBe(0);
    }

    [Fact]
    public void The_tariff_of_a_segment_is_that_of_its_first_sample()
    {
        var bin = ReferenceIntegral.OfIntegrator([new(0, 60, true), new(60, 60, false), new(120, 60, false)], [0, 120], MaxGap)[0];
        bin.NightWattHours.ShouldBe(1, 1e-12);
        bin.DayWattHours.ShouldBe(1, 1e-12);
    }

    [Fact]
    public void Samples_out_of_order_are_refused()
    {
        var integrator = new EnergyIntegrator([0, 100 * Second], MaxGap * Second);
        integrator.Add(10 * Second, 1, false);
        Should.Throw<ArgumentException>(() => integrator.Add(10 * Second, 1, false));
    }

    [Fact]
    public void Edges_that_do_not_ascend_are_refused()
    {
        Should.Throw<ArgumentException>(() => new EnergyIntegrator([0], Second));
        Should.Throw<ArgumentException>(() => new EnergyIntegrator([5, 5], Second));
    }
}
