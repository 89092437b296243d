using NodaTime;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class CalendarBucketsTests
{
    private const long Hour = UnixMicroseconds.PerHour;

    private static DateTimeZone Zone(string id) => DateTimeZoneProviders.Tzdb[id];

    [Theory]
    [InlineData("Europe/Paris", 2026, 3, 29, 23)]
    [InlineData("Europe/Paris", 2026, 10, 25, 25)]
    [InlineData("Europe/Paris", 2026, 11, 19, 24)]
    [InlineData("Asia/Kolkata", 2026, 3, 29, 24)]
    [InlineData("America/St_Johns", 2026, 3, 8, 23)]
    [InlineData("Pacific/Chatham", 2026, 9, 27, 23)]
    public void A_day_has_its_hours(string zone, int year, int month, int day, int hours)
    {
        var edges = CalendarBuckets.Edges(Zone(zone), Scale.Day, new LocalDate(year, month, day));
        edges.Length.ShouldBe(hours + 1);
        edges.Zip(edges.Skip(1)).ShouldAllBe(pair => pair.Second - pair.First == Hour);
    }

    [Fact]
    public void A_zone_that_moves_by_half_an_hour_has_a_short_last_bucket()
    {
        var edges = CalendarBuckets.Edges(Zone("Australia/Lord_Howe"), Scale.Day, new LocalDate(2026, 10, 4));
        (edges[^1] - edges[0]).ShouldBe(23 * Hour + Hour / 2);
        (edges[^1] - edges[^2]).ShouldBe(Hour / 2);
    }

    [Theory]
    [InlineData(Scale.Week, 7)]
    [InlineData(Scale.Month, 31)]
    [InlineData(Scale.Year, 12)]
    public void Longer_periods_are_cut_at_local_midnight(Scale scale, int bins)
    {
        var paris = Zone("Europe/Paris");
        var edges = CalendarBuckets.Edges(paris, scale, new LocalDate(2026, 10, 25));
        edges.Length.ShouldBe(bins + 1);
        edges.ShouldAllBe(edge => UnixMicroseconds.ToInstant(edge).InZone(paris).TimeOfDay == LocalTime.Midnight);
    }

    [Fact]
    public void A_week_begins_on_monday() =>
        CalendarBuckets.FirstDay(Scale.Week, new LocalDate(2026, 11, 22)).ShouldBe(new LocalDate(2026, 11, 16));
}
