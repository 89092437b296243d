using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Components.Charts;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class LinePlanTests
{
    private const long Hour = UnixMicroseconds.PerHour;
    private const long Noon = 1_800_014_400 * UnixMicroseconds.PerSecond; // 2027-01-15T12:00:00Z

    [Fact]
    public void A_day_is_drawn_in_steps_of_two_minutes()
    {
        var plan = LinePlan.Of(Noon - 12 * Hour, Noon + 12 * Hour, false);
        plan.Steps!.Length.ShouldBe(2 * UnixMicroseconds.PerMinute);
        plan.Steps.Tier.ShouldBe(EnergyTier.CoarseToFine[^1]);
    }

    [Theory]
    [InlineData(6, true)]
    [InlineData(7, false)]
    public void Only_some_hours_are_drawn_of_their_samples(int hours, bool isOfSamples) =>
        (LinePlan.Of(Noon, Noon + hours * Hour, false).Steps is null).ShouldBe(isOfSamples);

    [Fact]
    public void A_closer_look_has_finer_steps()
    {
        var noon = Noon / UnixMicroseconds.PerSecond;
        LinePlan.Around(new ChartZoom(noon, noon + 5 * 3600), long.MaxValue, false).Steps!.Length.ShouldBe(UnixMicroseconds.PerMinute);
        LinePlan.Around(new ChartZoom(noon, noon + 3 * 3600), long.MaxValue, false).Steps.ShouldBeNull();
    }

    [Fact]
    public void Half_of_a_piece_is_read_on_both_sides_but_nothing_after_now()
    {
        var noon = Noon / UnixMicroseconds.PerSecond;
        var zoom = new ChartZoom(noon, noon + 3600);
        var plan = LinePlan.Around(zoom, Noon + 75 * UnixMicroseconds.PerMinute, false);
        (plan.From, plan.Until).ShouldBe((Noon - Hour / 2, Noon + 75 * UnixMicroseconds.PerMinute));
        LinePlan.Around(zoom, Noon + Hour / 2, false).Until.ShouldBe(Noon + Hour);
    }

    [Fact]
    public void A_sum_is_always_one_of_steps()
    {
        var plan = LinePlan.Of(Noon - Hour, Noon, true);
        plan.Steps!.Length.ShouldBe(10 * UnixMicroseconds.PerSecond);
        LinePlan.Of(Noon - UnixMicroseconds.PerMinute, Noon, true).Steps!.Length.ShouldBe(UnixMicroseconds.PerSecond);
    }
}
