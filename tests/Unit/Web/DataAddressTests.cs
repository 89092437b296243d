using System.Globalization;
using NodaTime;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;
using PowerMeter.Web.Components.Data;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class DataAddressTests
{
    private static DataAddress Parse(string url)
    {
        var query = url.Split('?')[1].Split('&').Select(part => part.Split('=')).ToDictionary(part => part[0], part => part[1]);
        return DataAddress.Parse(query.GetValueOrDefault);
    }

    [Theory]
    [InlineData("/data?view=days&sensor=3&month=2026-02")]
    [InlineData("/data?view=days")]
    [InlineData("/data?view=samples&sensor=3&at=2026-03-01T12:00:00.25Z")]
    [InlineData("/data?view=samples&before=2026-03-01T12:00:00Z")]
    [InlineData("/data?view=gaps&sensor=1&days=90")]
    [InlineData("/data?view=corrections&sensor=1&from=2026-03-01T12:00:00Z&to=2026-03-01T13:00:00Z")]
    [InlineData("/data?view=transfer&sensor=2")]
    public void An_address_opens_the_same_again(string url) => Parse(url).ToUrl().ShouldBe(url);

    [Fact]
    public void What_cannot_be_read_is_the_default() =>
        Parse("/data?view=secrets&sensor=-1&month=2026-13&at=soon&days=5&from=1850-01-01T00:00:00Z").ShouldBe(new DataAddress(DataView.Days, null));

    [Fact]
    public void A_day_is_measured_from_the_first_sample_until_now()
    {
        const long Hour = UnixMicroseconds.PerHour;
        var bin = new EnergyBin(0, 24 * Hour, new Energy(500, 250, 6 * 3600, 100, 200), 0.12m, 0.05m);
        var day = DayRow.Of(new DateOnly(1970, 1, 1), bin, 24 * Hour, 0, false);
        (day.WattHours, day.MeanWatts, day.Coverage).ShouldBe((750, 125, 0.25));
        DayRow.Of(day.Date, bin, 18 * Hour, 6 * Hour, false).Coverage!.Value.ShouldBe(0.5, 0.01);
        DayRow.Of(day.Date, bin, 24 * Hour, null, false).Coverage.ShouldBeNull();
        DayRow.Of(day.Date, bin with { Energy = Energy.None }, 24 * Hour, 0, false).MinWatts.ShouldBeNull();
    }

    [Fact]
    public void Moments_say_which_of_two_hours_they_mean_and_lengths_have_two_units()
    {
        var moments = new LocalMoments(DateTimeZoneProviders.Tzdb["Europe/Paris"], CultureInfo.GetCultureInfo("fr-FR"));
        var twice = Instant.FromUtc(2026, 10, 25, 0, 30).ToUnixMicroseconds();
        moments.Clock(twice).ShouldBe("02:30:00 (UTC+2)");
        moments.Clock(twice + UnixMicroseconds.PerHour).ShouldBe("02:30:00 (UTC+1)");
        moments.Clock(twice + 5 * UnixMicroseconds.PerHour + 250_000).ShouldBe("06:30:00,25");
        moments.Length(45_500_000, "j").ShouldBe("45,5\u00A0s");
        moments.Length(60_000_000, "j").ShouldBe("1\u00A0min");
        moments.Length(12_000_000_000, "j").ShouldBe("3\u00A0h\u00A020\u00A0min");
        moments.Length(52 * UnixMicroseconds.PerHour, "j").ShouldBe("2\u00A0j\u00A04\u00A0h");
    }
}
