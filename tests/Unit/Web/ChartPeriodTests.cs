using System.Globalization;
using NodaTime;
using PowerMeter.Web.Components.Charts;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class ChartPeriodTests
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 21, 10, 0);

    private static ChartPeriod Of(string date, string scale = "day", string unit = "kwh") =>
        new(ChartView.Parse(scale, unit, date, null), DateTimeZoneProviders.Tzdb["Europe/Paris"], Now);

    private static List<string> Labels(ChartPeriod period) => [.. period.Edges.SkipLast(1).Select(edge => period.AxisLabel(edge, English))];

    private static List<string> Titles(ChartPeriod period) =>
        [.. period.Edges.Zip(period.Edges.Skip(1), (start, end) => period.BinTitle(start, end, English))];

    [Fact]
    public void On_the_day_of_25_hours_each_hour_has_a_name_of_its_own()
    {
        var period = Of("2026-10-25");
        Labels(period).Count.ShouldBe(25);
        Labels(period)[1..5].ShouldBe(["01", "02", "02′", "03"]);
        Titles(period)[..5].ShouldBe(
        [
            "00:00–01:00", "01:00 – 02:00 (UTC+2)", "02:00 (UTC+2) – 02:00 (UTC+1)", "02:00 (UTC+1) – 03:00", "03:00–04:00",
        ]);
        Labels(period).ShouldBeUnique();
        Titles(period).ShouldBeUnique();
    }

    [Fact]
    public void On_the_day_of_23_hours_one_is_left_out()
    {
        var period = Of("2026-03-29");
        Labels(period).Count.ShouldBe(23);
        Labels(period)[..4].ShouldBe(["00", "01", "03", "04"]);
        Titles(period)[1..3].ShouldBe(["01:00–03:00", "03:00–04:00"]);
    }

    [Theory]
    [InlineData("2026-11-22", "day")]
    [InlineData("2027-01-01", "week")]
    [InlineData("2099-12-31", "year")]
    [InlineData("2026-13-45", "month")]
    public void A_date_in_the_future_is_today(string date, string scale)
    {
        var period = Of(date, scale);
        period.IsCurrent.ShouldBeTrue();
        period.Next.ShouldBeNull();
        period.Edges.ShouldBe(Of("2026-11-21", scale).Edges);
    }

    [Fact]
    public void A_piece_of_a_line_tells_which_day_it_is_of()
    {
        var middle = Instant.FromUtc(2026, 11, 18, 23, 30).ToUnixTimeSeconds();
        var period = new ChartPeriod(
            ChartView.Parse("day", "watts", "2026-01-01", null, span: $"{middle - 3600}-{middle + 3600}"), DateTimeZoneProviders.Tzdb["Europe/Paris"], Now);
        // Half past midnight in Paris.
        period.FirstDate.ShouldBe(new LocalDate(2026, 11, 19));
        period.Zoom!.Seconds.ShouldBe(7200);
        (period.Previous.Zoom, period.Next!.Zoom, period.At(PowerMeter.Shared.Queries.Scale.Month).Zoom).ShouldBe((null, null, null));
        period.At(PowerMeter.Shared.Queries.Scale.Month).Date.ShouldBe(new LocalDate(2026, 11, 19));
    }

    [Theory]
    [InlineData("week", "2026-11-18", "scale=day&unit=kwh&date=2026-11-16")]
    [InlineData("month", "2026-10-25", "scale=day&unit=kwh&date=2026-10-01")]
    [InlineData("year", "2025-10-25", "scale=month&unit=kwh&date=2025-01-01")]
    [InlineData("day", "2026-10-25", null)]
    public void A_bar_opens_at_the_scale_that_shows_its_inside(string scale, string date, string? address)
    {
        var period = Of(date, scale);
        period.Inside(period.Start)?.ToUrl().ShouldEndWith(address!);
        (period.Inside(period.Start) is null).ShouldBe(address is null);
    }

    [Theory]
    [InlineData("day", "2026-11-01", "en-GB", "Sunday 1 November 2026")]
    [InlineData("day", "2026-11-01", "fr-FR", "Dimanche 1er novembre 2026")]
    [InlineData("day", "2026-11-11", "fr-FR", "Mercredi 11 novembre 2026")]
    [InlineData("week", "2026-06-03", "fr-FR", "1er – 7 juin 2026")]
    [InlineData("week", "2026-01-28", "fr-FR", "26 janv. – 1er févr. 2026")]
    [InlineData("week", "2026-01-28", "en-GB", "26 Jan – 1 Feb 2026")]
    public void In_french_the_first_of_a_month_is_an_ordinal(string scale, string date, string culture, string title) =>
        Of(date, scale).Title(CultureInfo.GetCultureInfo(culture)).Replace(",", "").ShouldBe(title);
}
