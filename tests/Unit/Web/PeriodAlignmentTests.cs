using NodaTime;
using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Components.Charts;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class PeriodAlignmentTests
{
    private static readonly DateTimeZone Paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];

    private static ChartPeriod Of(string scale, string date, string compare = "previous", string now = "2028-12-31") =>
        new(ChartView.Parse(scale, "kwh", date, null, compare), Paris, Paris.AtStartOfDay(ChartView.ParseDate(now)!.Value).ToInstant());

    private static (int?[] Places, ChartPeriod Other) Align(string scale, string date, string compare = "previous")
    {
        var shown = Of(scale, date, compare);
        return (PeriodAlignment.Of(shown, shown.Compared!), shown.Compared!);
    }

    private static long At(string local) => Paris.AtLeniently(NodaTime.Text.LocalDateTimePattern.GeneralIso.Parse(local).Value).ToInstant().ToUnixMicroseconds();

    [Theory]
    [InlineData("day", "2027-05-05", "previous", "2027-05-04")]
    [InlineData("day", "2027-05-05", "year", "2026-05-05")]
    [InlineData("day", "2028-02-29", "year", "2027-02-28")]
    [InlineData("week", "2027-05-05", "previous", "2027-04-26")]
    [InlineData("week", "2027-05-05", "year", "2026-05-04")]
    [InlineData("month", "2027-03-31", "previous", "2027-02-01")]
    [InlineData("month", "2027-03-31", "year", "2026-03-01")]
    [InlineData("year", "2027-03-31", "previous", "2026-01-01")]
    [InlineData("year", "2027-03-31", "year", "2026-01-01")]
    public void Each_scale_has_its_period_to_compare_with(string scale, string date, string compare, string first) =>
        Of(scale, date, compare).Compared!.FirstDate.ShouldBe(ChartView.ParseDate(first)!.Value);

    [Fact]
    public void The_last_hour_and_a_view_that_compares_nothing_have_none()
    {
        Of("now", "2027-05-05").Compared.ShouldBeNull();
        Of("day", "2027-05-05", "none").Compared.ShouldBeNull();
    }

    [Fact]
    public void Days_beyond_a_shorter_month_have_nothing_behind_them()
    {
        var (places, _) = Align("month", "2027-03-01");
        places.Length.ShouldBe(31);
        places[..28].ShouldBe(Enumerable.Range(0, 28).Select(day => (int?)day));
        places[28..].ShouldAllBe(place => place == null);
    }

    [Fact]
    public void The_leap_day_has_nothing_behind_it_in_other_years()
    {
        var (places, other) = Align("month", "2028-02-01", "year");
        (places.Length, other.Edges.Length).ShouldBe((29, 29));
        places[28].ShouldBeNull();
        places[27].ShouldBe(27);
    }

    [Fact]
    public void On_the_day_of_25_hours_the_hour_that_comes_again_has_nothing_behind_it()
    {
        var (places, _) = Align("day", "2027-10-31");
        places.ShouldBe([0, 1, 2, null, .. Enumerable.Range(3, 21).Select(hour => (int?)hour)]);
    }

    [Fact]
    public void After_the_day_of_25_hours_each_hour_has_its_own()
    {
        var (places, other) = Align("day", "2027-11-01");
        other.Edges.Length.ShouldBe(26);
        places.ShouldBe([0, 1, 2, .. Enumerable.Range(4, 21).Select(hour => (int?)hour)]);
    }

    [Fact]
    public void An_hour_that_the_clock_left_out_is_nowhere()
    {
        Align("day", "2027-03-28").Places.ShouldBe([0, 1, .. Enumerable.Range(3, 21).Select(hour => (int?)hour)]);
        Align("day", "2027-03-29").Places.ShouldBe([0, 1, null, .. Enumerable.Range(2, 21).Select(hour => (int?)hour)]);
    }

    [Theory]
    [InlineData("day", "2027-05-05", "previous", "2027-05-05T13:30:00", "2027-05-04T13:30:00")]
    [InlineData("day", "2027-03-29", "previous", "2027-03-29T13:30:00", "2027-03-28T13:30:00")]
    [InlineData("week", "2027-05-05", "previous", "2027-05-05T13:30:00", "2027-04-28T13:30:00")]
    [InlineData("month", "2027-03-01", "previous", "2027-03-12T08:00:00", "2027-02-12T08:00:00")]
    [InlineData("month", "2027-03-01", "previous", "2027-03-30T08:00:00", "2027-03-01T00:00:00")]
    [InlineData("year", "2028-01-01", "previous", "2028-02-29T08:00:00", "2027-03-01T00:00:00")]
    [InlineData("year", "2027-01-01", "previous", "2027-05-05T08:00:00", "2026-05-05T08:00:00")]
    public void A_moment_stands_as_far_into_the_other_period(string scale, string date, string compare, string shown, string expected)
    {
        var period = Of(scale, date, compare);
        PeriodAlignment.MomentIn(period, period.Compared!, At(shown)).ShouldBe(At(expected));
    }

    [Fact]
    public void A_moment_of_the_other_day_comes_back_by_the_wall_clock()
    {
        var shown = Of("day", "2027-03-28");
        PeriodAlignment.BackFrom(shown, shown.Compared!, At("2027-03-27T02:30:00")).ShouldBeNull();
        PeriodAlignment.BackFrom(shown, shown.Compared!, At("2027-03-27T04:30:00")).ShouldBe(At("2027-03-28T04:30:00"));
    }
}
