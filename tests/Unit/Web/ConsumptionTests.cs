using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;
using PowerMeter.Web.Queries;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class ConsumptionTests
{
    private const long Day = 24 * UnixMicroseconds.PerHour;

    private static EnergyBin Bin(double days, double wattHours, double coveredDays, decimal cost = 0) =>
        new(0, (long)(days * Day), new Energy(wattHours, 0, coveredDays * 86_400, 0, 1000), cost, 0);

    private static Consumption Of(EnergyBin today, EnergyBin yesterday, EnergyBin month) =>
        new(today, yesterday, month, null);

    [Fact]
    public void The_mean_of_a_day_is_that_of_the_time_that_was_measured()
    {
        // Ten days, of which eight were measured.
        Of(Bin(0.5, 1, 0.5), Bin(0.5, 1, 0.5), Bin(10, 80_000, 8, 16)).MonthPerDayWattHours!.Value.ShouldBe(10_000, 1e-6);
        Of(Bin(0.5, 1, 0.5), Bin(0.5, 1, 0.5), Bin(10, 80_000, 0.99)).MonthPerDayWattHours.ShouldBeNull();
    }

    [Fact]
    public void A_day_with_gaps_is_not_compared()
    {
        Of(Bin(0.5, 1100, 0.5), Bin(0.5, 1000, 0.46), Bin(1, 1, 1)).ChangeFromYesterday!.Value.ShouldBe(0.1, 1e-9);
        Of(Bin(0.5, 1100, 0.5), Bin(0.5, 1000, 0.44), Bin(1, 1, 1)).ChangeFromYesterday.ShouldBeNull();
        Of(Bin(0.5, 1100, 0.5), Bin(0.5, 0, 0.5), Bin(1, 1, 1)).ChangeFromYesterday.ShouldBeNull();
        Of(Bin(0.5, 1100, 0.44), Bin(0.5, 1000, 0.5), Bin(1, 1, 1)).ChangeFromYesterday.ShouldBeNull();
    }

    [Fact]
    public void Money_is_compared_as_energy_is()
    {
        Of(Bin(0.5, 1, 0.5, 1.10m), Bin(0.5, 1, 0.5, 1.30m), Bin(1, 1, 1)).CostChangeFromYesterday.ShouldBe(-0.20m);
        Of(Bin(0.5, 1, 0.5, 1.10m), Bin(0.5, 1, 0.4, 1.30m), Bin(1, 1, 1)).CostChangeFromYesterday.ShouldBeNull();
    }

    [Fact]
    public void The_sum_of_sensors_covers_what_they_cover_on_average()
    {
        var sum = SensorSum.Of([[Bin(1, 2400, 1, 1m)], [Bin(1, 1200, 0.5, 2m)]])[0];
        (sum.Energy.WattHours, sum.Cost, sum.Coverage).ShouldBe((3600, 3m, 0.75));
    }
}
