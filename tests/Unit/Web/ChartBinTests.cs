using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;
using PowerMeter.Web.Components.Charts;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class ChartBinTests
{
    private const long Hour = UnixMicroseconds.PerHour;
    private const long Later = 10 * Hour;

    private static EnergyBin Bin(double peakWh, double offPeakWh, double seconds = 3600, decimal cost = 0, decimal offPeakCost = 0) =>
        new(0, Hour, new Energy(peakWh, offPeakWh, seconds, 5, 900), cost, offPeakCost);

    private static EnergyBin Uncovered() => new(0, Hour, Energy.None, 0, 0);

    [Fact]
    public void Solar_energy_goes_below_zero_by_tariff()
    {
        var bin = ChartBin.Of([Bin(-300, 100)], [0], Later);
        (bin.Height(ChartUnit.Kwh)!.Value, bin.OffPeakHeight(ChartUnit.Kwh)!.Value).ShouldBe((-0.3 + 0.1, 0.1));
        (bin.Height(ChartUnit.Watts)!.Value, bin.OffPeakHeight(ChartUnit.Watts)!.Value).ShouldBe((-200, 100));
    }

    [Fact]
    public void Zero_is_a_value_and_a_gap_is_none()
    {
        ChartBin.Of([Bin(0, 0)], [0], Later).Height(ChartUnit.Watts).ShouldBe(0);
        var gap = ChartBin.Of([Uncovered()], [0], Later);
        (gap.Height(ChartUnit.Kwh), gap.OffPeakHeight(ChartUnit.Money), gap.Coverage).ShouldBe((null, null, 0));
    }

    [Fact]
    public void Money_is_split_by_what_it_cost()
    {
        var bin = ChartBin.Of([Bin(1000, 1000, cost: 0.35m, offPeakCost: 0.10m)], [0], Later);
        (bin.Height(ChartUnit.Money), bin.OffPeakHeight(ChartUnit.Money)).ShouldBe((0.35, 0.1));
    }

    [Fact]
    public void Of_several_sensors_energy_and_mean_power_are_summed_and_extremes_are_not_known()
    {
        var bin = ChartBin.Of([Bin(500, 0), Bin(100, 100, 1800), Uncovered()], [0, 0, null], Later);
        bin.Kwh.ShouldBe(0.7);
        bin.MeanWatts.ShouldBe(500 + 400);
        bin.OffPeakWatts.ShouldBe(200);
        (bin.MinWatts, bin.MaxWatts).ShouldBe((null, null));
        // The third has not begun: it is no gap.
        bin.Coverage.ShouldBe(0.75);
    }

    [Fact]
    public void Before_the_first_sample_and_in_the_future_nothing_is_missing()
    {
        ChartBin.Of([Uncovered()], [Hour], Later).Coverage.ShouldBeNull();
        ChartBin.Of([Uncovered()], [0], 0).Coverage.ShouldBeNull();
        ChartBin.Of([Bin(10, 0, 1740)], [Hour / 2], Hour).Coverage!.Value.ShouldBe(1740 / 1800.0, 1e-9);
    }
}
