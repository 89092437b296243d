using NodaTime;
using NodaTime.Text;
using PowerMeter.Web.Backup.Nightly;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web.Backup;

public sealed class NightlyScheduleTests
{
    private static readonly DateTimeZone Paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];

    private static string Next(string last, string time = "03:30", int nights = 1) =>
        NightlySchedule.NextAfter(InstantPattern.ExtendedIso.Parse(last).Value, LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(time).Value, Paris, nights).ToString();

    [Theory]
    [InlineData("2026-01-10T12:00:00Z", "2026-01-11T02:30:00Z")]
    [InlineData("2026-01-10T02:29:59Z", "2026-01-10T02:30:00Z")]
    [InlineData("2026-01-10T02:30:00Z", "2026-01-11T02:30:00Z")]
    // Summer time begins on 29 March at 02:00 and ends on 25 October at 03:00.
    [InlineData("2026-03-28T02:30:01Z", "2026-03-29T01:30:00Z")]
    [InlineData("2026-10-24T01:30:01Z", "2026-10-25T02:30:00Z")]
    public void The_next_one_is_at_the_time_of_the_site_s_clock(string last, string next) => Next(last).ShouldBe(next);

    [Fact]
    public void A_time_that_a_change_of_the_clock_leaves_out_is_an_hour_later_and_one_that_it_doubles_comes_once()
    {
        Next("2026-03-28T12:00:00Z", "02:30").ShouldBe("2026-03-29T01:30:00Z");
        Next("2026-03-29T01:30:00Z", "02:30").ShouldBe("2026-03-30T00:30:00Z");
        Next("2026-10-24T12:00:00Z", "02:30").ShouldBe("2026-10-25T00:30:00Z");
        Next("2026-10-25T00:30:00Z", "02:30").ShouldBe("2026-10-26T01:30:00Z");
    }

    [Fact]
    public void A_year_of_nights_has_one_each()
    {
        var last = Instant.FromUtc(2026, 1, 1, 12, 0);
        for (var date = new LocalDate(2026, 1, 2); date.Year == 2026; date = date.PlusDays(1))
        {
            last = NightlySchedule.NextAfter(last, new LocalTime(2, 30), Paris, 1);
            last.InZone(Paris).Date.ShouldBe(date);
        }
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData(0L, 1)]
    [InlineData(50_000_000L, 1)]
    [InlineData(50_000_001L, 2)]
    [InlineData(340_000_000L, 7)]
    [InlineData(1_000_000_000_000L, 31)]
    public void Large_ones_are_made_less_often(long? lastBytes, int nights)
    {
        NightlySchedule.NightsFor(lastBytes, 50_000_000).ShouldBe(nights);
        if (nights == 7) Next("2026-01-10T12:00:00Z", nights: nights).ShouldBe("2026-01-17T02:30:00Z");
    }
}
