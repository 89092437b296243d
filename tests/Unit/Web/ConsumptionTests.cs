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
        new(today, yesterday, month, MonthForecast.Of(month, 30 * 86_400));

    [Fact]
    public void A_month_goes_on_as_it_has_been_where_it_was_measured()
    {
        // Ten days, of which eight were measured.
        var used = Of(Bin(0.5, 1, 0.5), Bin(0.5, 1, 0.5), Bin(10, 80_000, 8, 16));
        used.Forecast!.WattHours.ShouldBe(300_000, 1e-6);
        used.Forecast.Cost.ShouldBe(60m, 0.000001m);
        used.MonthPerDayWattHours!.Value.ShouldBe(10_000, 1e-6);
    }

    [Fact]
    public void Less_than_a_day_foretells_nothing()
    {
        var used = Of(Bin(0.5, 1, 0.5), Bin(0.5, 1, 0.5), Bin(10, 80_000, 0.99));
        (used.Forecast, used.MonthPerDayWattHours).ShouldBe((null, null));
    }

    [Fact]
    public void A_yesterday_with_gaps_is_not_compared()
    {
        Of(Bin(0.5, 1100, 0.5), Bin(0.5, 1000, 0.46), Bin(1, 1, 1)).ChangeFromYesterday!.Value.ShouldBe(0.1, 1e-9);
        Of(Bin(0.5, 1100, 0.5), Bin(0.5, 1000, 0.44), Bin(1, 1, 1)).ChangeFromYesterday.ShouldBeNull();
        Of(Bin(0.5, 1100, 0.5), Bin(0.5, 0, 0.5), Bin(1, 1, 1)).ChangeFromYesterday.ShouldBeNull();
    }
}
