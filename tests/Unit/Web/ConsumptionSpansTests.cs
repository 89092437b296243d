using NodaTime;
using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Queries;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

/// <summary>Yesterday at this time, also when the clocks change: 2026 has a day of 23 hours on 29 March and one of 25 on 25 October.</summary>
public sealed class ConsumptionSpansTests
{
    private static readonly DateTimeZone Paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];

    private static ConsumptionSpans At(int month, int day, int hour, int minute) =>
        ConsumptionSpans.Of(Paris, Paris.AtLeniently(new LocalDateTime(2026, month, day, hour, minute)).ToInstant());

    private static double Hours(long microseconds) => microseconds / (double)UnixMicroseconds.PerHour;

    [Theory]
    [InlineData(7, 15, 14, 30, 14.5)]
    [InlineData(3, 29, 14, 30, 13.5)] // today lost an hour
    [InlineData(3, 30, 14, 30, 14.5)] // yesterday did
    [InlineData(10, 25, 14, 30, 15.5)] // today has one more
    [InlineData(10, 26, 14, 30, 14.5)] // yesterday had
    public void Yesterday_is_compared_for_as_long_as_today_has_lasted(int month, int day, int hour, int minute, double hours)
    {
        var spans = At(month, day, hour, minute);
        Hours(spans.Until - spans.Midnight).ShouldBe(hours);
        Hours(spans.YesterdayUntil - spans.Yesterday).ShouldBe(hours);
    }

    [Theory]
    [InlineData(3, 30, 23, 30, 23)] // all of the short yesterday
    [InlineData(10, 25, 23, 30, 24)] // today has lasted longer than any yesterday
    public void Yesterday_does_not_reach_into_today(int month, int day, int hour, int minute, double hours)
    {
        var spans = At(month, day, hour, minute);
        spans.YesterdayUntil.ShouldBe(spans.Midnight);
        Hours(spans.YesterdayUntil - spans.Yesterday).ShouldBe(hours);
    }

    [Fact]
    public void At_midnight_itself_no_span_is_empty()
    {
        var spans = At(7, 1, 0, 0);
        (spans.Until - spans.Midnight, spans.YesterdayUntil - spans.Yesterday).ShouldBe((1, 1));
        spans.MonthStart.ShouldBe(spans.Midnight);
        var edges = spans.Edges();
        edges.ShouldBe(edges.Distinct().Order());
    }

    [Fact]
    public void Four_weeks_are_looked_back_on_or_the_month_where_that_is_longer()
    {
        var (early, late) = (At(3, 2, 12, 0), At(3, 31, 12, 0));
        early.Days.Count.ShouldBe(MonthForecast.DaysBack + 1);
        late.Days[0].ShouldBe(late.MonthStart);
        late.Days.Count.ShouldBe(31);
        Hours(late.MonthEnd - late.MonthStart).ShouldBe(31 * 24 - 1);
    }
}
