using NodaTime;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;
using PowerMeter.Web.Queries;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class BucketLengthTests
{
    private const long Minute = UnixMicroseconds.PerMinute;
    private const long Hour = UnixMicroseconds.PerHour;

    private static readonly string[] Zones = ["Europe/Paris", "Asia/Kolkata", "America/St_Johns", "Pacific/Chatham"];

    private static DateTimeZone Zone(string id) => DateTimeZoneProviders.Tzdb[id];

    private static long Midnight(string zone, int year, int month, int day) => CalendarBuckets.StartOfDay(Zone(zone), new LocalDate(year, month, day));

    private static long[] Edges(string bucket, string zone, long from, long until) => [.. BucketLength.Parse(bucket)!.Edges(Zone(zone), from, until)];

    private static long[] Lengths(long[] edges) => [.. edges.Skip(1).Zip(edges, (end, start) => end - start)];

    [Theory]
    // Both changes of each zone that has them; Kolkata has none.
    [InlineData("Europe/Paris", 2026, 3, 29, 23)]
    [InlineData("Europe/Paris", 2026, 10, 25, 25)]
    [InlineData("Asia/Kolkata", 2026, 3, 29, 24)]
    [InlineData("America/St_Johns", 2026, 3, 8, 23)]
    [InlineData("America/St_Johns", 2026, 11, 1, 25)]
    [InlineData("Pacific/Chatham", 2026, 9, 27, 23)]
    [InlineData("Pacific/Chatham", 2026, 4, 5, 25)]
    public void A_day_is_one_bucket_or_its_elapsed_hours_and_quarters(string zone, int year, int month, int day, int hours)
    {
        var date = new LocalDate(year, month, day);
        var (from, until) = (CalendarBuckets.StartOfDay(Zone(zone), date), CalendarBuckets.StartOfDay(Zone(zone), date.PlusDays(1)));
        Edges("day", zone, from, until).ShouldBe([from, until]);
        Lengths(Edges("hour", zone, from, until)).ShouldBe(Enumerable.Repeat(Hour, hours));
        Lengths(Edges("quarter", zone, from, until)).ShouldBe(Enumerable.Repeat(15 * Minute, hours * 4));
        Lengths(Edges("PT5M", zone, from, until)).ShouldBe(Enumerable.Repeat(5 * Minute, hours * 12));
        Lengths(Edges("minute", zone, from, until)).ShouldBe(Enumerable.Repeat(Minute, hours * 60));
    }

    [Theory]
    [InlineData("Europe/Paris", 0)]
    [InlineData("Asia/Kolkata", 30)]
    [InlineData("America/St_Johns", 30)]
    [InlineData("Pacific/Chatham", 15)]
    public void Hours_begin_with_the_hours_of_the_local_clock(string zone, int minutesPastTheHourInUtc)
    {
        var from = Midnight(zone, 2026, 6, 1);
        var edges = Edges("hour", zone, from, from + 36 * Hour);
        edges.ShouldAllBe(edge => edge / Minute % 60 == minutesPastTheHourInUtc);
        edges.ShouldAllBe(edge => UnixMicroseconds.ToInstant(edge).InZone(Zone(zone)).Minute == 0);
    }

    [Fact]
    public void Days_weeks_months_and_years_are_those_of_the_calendar()
    {
        foreach (var zone in Zones)
        {
            var (from, until) = (Midnight(zone, 2024, 1, 1), Midnight(zone, 2027, 1, 1));
            Edges("year", zone, from, until).ShouldBe([from, Midnight(zone, 2025, 1, 1), Midnight(zone, 2026, 1, 1), until]);
            Edges("month", zone, from, until).Length.ShouldBe(36 + 1);
            Edges("day", zone, from, until).Length.ShouldBe(366 + 365 + 365 + 1);
            foreach (var edge in Edges("week", zone, from, until)[1..^1])
                UnixMicroseconds.ToInstant(edge).InZone(Zone(zone)).LocalDateTime.ShouldSatisfyAllConditions(
                    local => local.DayOfWeek.ShouldBe(IsoDayOfWeek.Monday), local => local.TimeOfDay.ShouldBe(LocalTime.Midnight));
        }
    }

    [Fact]
    public void A_day_that_begins_at_one_begins_there()
    {
        // The clock of Beirut goes from 24:00 to 01:00.
        var date = new LocalDate(2026, 3, 29);
        var edges = Edges("P1D", "Asia/Beirut", Midnight("Asia/Beirut", 2026, 3, 28), Midnight("Asia/Beirut", 2026, 3, 31));
        Lengths(edges).ShouldBe([24 * Hour, 23 * Hour, 24 * Hour]);
        UnixMicroseconds.ToInstant(edges[1]).InZone(Zone("Asia/Beirut")).LocalDateTime.ShouldBe(date.At(new LocalTime(1, 0)));
    }

    [Fact]
    public void On_a_day_of_another_length_only_the_last_bucket_is_shorter()
    {
        var (from, until) = (Midnight("Europe/Paris", 2026, 10, 25), Midnight("Europe/Paris", 2026, 10, 27));
        Lengths(Edges("PT6H", "Europe/Paris", from, until)).ShouldBe([6 * Hour, 6 * Hour, 6 * Hour, 6 * Hour, Hour, 6 * Hour, 6 * Hour, 6 * Hour, 6 * Hour]);
        var shorter = Midnight("Australia/Lord_Howe", 2026, 10, 4);
        Lengths(Edges("hour", "Australia/Lord_Howe", shorter, Midnight("Australia/Lord_Howe", 2026, 10, 5)))[^1].ShouldBe(Hour / 2);
    }

    [Fact]
    public void A_length_that_does_not_divide_a_day_is_counted_from_the_start_of_the_span()
    {
        var from = Midnight("Europe/Paris", 2026, 10, 24) + 17;
        Lengths(Edges("PT7M", "Europe/Paris", from, from + 20 * Minute)).ShouldBe([7 * Minute, 7 * Minute, 6 * Minute]);
        Lengths(Edges("PT36H", "Europe/Paris", from, from + 80 * Hour)).ShouldBe([36 * Hour, 36 * Hour, 8 * Hour]);
    }

    [Fact]
    public void The_first_and_the_last_bucket_are_cut()
    {
        var from = Midnight("Europe/Paris", 2026, 3, 28);
        Edges("hour", "Europe/Paris", from + 10, from + 2 * Hour + 1).ShouldBe([from + 10, from + Hour, from + 2 * Hour, from + 2 * Hour + 1]);
        Edges("year", "Europe/Paris", from + 10, from + 11).ShouldBe([from + 10, from + 11]);
        Edges("day", "Europe/Paris", from, from).ShouldBeEmpty();
        Edges("minute", "Europe/Paris", from + 1, from).ShouldBeEmpty();
    }

    [Fact]
    public void As_many_are_counted_as_there_are_and_they_ascend()
    {
        var random = new Random(7);
        string[] buckets = ["minute", "quarter", "hour", "day", "week", "month", "year", "PT5M", "PT7M", "PT97S", "PT8H", "PT24H", "PT25H"];
        for (var i = 0; i < 300; i++)
        {
            var (zone, bucket) = (Zones[i % Zones.Length], buckets[random.Next(buckets.Length)]);
            var from = Midnight(zone, 2026, random.Next(2) == 0 ? 3 : 10, 1) + random.NextInt64(40 * 24 * Hour);
            if (random.Next(3) == 0) from = from / Hour * Hour;
            var until = from + random.NextInt64(-Hour, 20 * 24 * Hour);
            var edges = Edges(bucket, zone, from, until);
            BucketLength.Parse(bucket)!.Count(Zone(zone), from, until).ShouldBe(Math.Max(0, edges.Length - 1), $"{bucket} {zone} {from} {until}");
            Lengths(edges).ShouldAllBe(length => length > 0);
            if (edges.Length > 0) (edges[0], edges[^1]).ShouldBe((from, until));
        }
    }

    [Fact]
    public void A_century_of_seconds_is_counted_without_being_made() =>
        BucketLength.Parse("PT1S")!.Count(Zone("Europe/Paris"), 0, 36_525 * 24 * Hour).ShouldBe(36_525L * 86_400);

    [Theory]
    [InlineData("PT60S", Minute)]
    [InlineData("PT1H30M", 90 * Minute)]
    [InlineData("PT1M40S", 100_000_000)]
    [InlineData("PT0H1M0S", Minute)]
    [InlineData("PT05M", 5 * Minute)]
    public void A_duration_is_read(string text, long microseconds)
    {
        var from = Midnight("Europe/Paris", 2026, 6, 1);
        Edges(text, "Europe/Paris", from, from + 6 * Hour)[1].ShouldBe(from + microseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Hour")]
    [InlineData("hours")]
    [InlineData("PT")]
    [InlineData("PT0S")]
    [InlineData("PT0.5S")]
    [InlineData("PT-5M")]
    [InlineData("-PT5M")]
    [InlineData("PT5")]
    [InlineData("5M")]
    [InlineData("P5M")]
    [InlineData("P2D")]
    [InlineData("P1DT1H")]
    [InlineData("PT5M\n")]
    [InlineData("PT5S5M")]
    [InlineData("PT٥M")]
    [InlineData("PT9999999999S")]
    [InlineData("pt5m")]
    public void What_is_no_length_is_refused(string text) => BucketLength.Parse(text).ShouldBeNull();
}
