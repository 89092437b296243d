using NodaTime;
using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Queries;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class BaseLoadTests
{
    private const int Minutes = 360;

    private static double? Of(Func<int, double?> watts, int sensors = 1) => BaseLoad.Of(
        Enumerable.Range(0, Minutes).Where(minute => watts(minute) is not null)
            .Select(minute => (minute * UnixMicroseconds.PerMinute, watts(minute)!.Value / 60 * sensors, 60.0 * sensors)),
        0, Minutes * UnixMicroseconds.PerMinute, sensors);

    [Fact]
    public void The_pause_of_a_fridge_is_not_the_base_load()
    {
        // 100 W for 20 minutes of each hour, over 50 W.
        Of(minute => minute % 60 < 20 ? 150 : 50)!.Value.ShouldBe(50 + 100 / 3.0, 1e-9);
    }

    [Fact]
    public void The_calmest_hour_counts_wherever_it_begins()
    {
        Of(minute => minute is >= 97 and < 157 ? 80 : 400)!.Value.ShouldBe(80, 1e-9);
    }

    [Fact]
    public void What_runs_for_a_part_of_the_night_only_is_no_base_load()
    {
        Of(minute => minute < 250 ? 2000 : 90)!.Value.ShouldBe(90, 1e-9);
    }

    [Fact]
    public void A_night_with_gaps_has_none_and_an_hour_with_gaps_does_not_count()
    {
        Of(minute => minute < 287 ? 100 : null).ShouldBeNull();
        Of(minute => minute < 288 ? 100 : null)!.Value.ShouldBe(100, 1e-9);
        // An hour of which a quarter is missing is the calmest, and is not known well enough.
        Of(minute => minute is >= 60 and < 120 ? (minute < 75 ? null : 10) : 100)!.Value.ShouldBeGreaterThan(20);
    }

    [Fact]
    public void Of_several_sensors_it_is_that_of_their_sum() => Of(_ => 60, sensors: 3)!.Value.ShouldBe(180, 1e-9);

    [Theory]
    [InlineData("2026-07-15T05:59", "2026-07-13T22:00Z", "2026-07-14T04:00Z")]
    [InlineData("2026-07-15T06:00", "2026-07-14T22:00Z", "2026-07-15T04:00Z")]
    [InlineData("2026-03-29T12:00", "2026-03-28T23:00Z", "2026-03-29T04:00Z")]
    [InlineData("2026-10-25T12:00", "2026-10-24T22:00Z", "2026-10-25T05:00Z")]
    public void The_last_night_is_the_one_that_is_over(string now, string from, string until)
    {
        var zone = DateTimeZoneProviders.Tzdb["Europe/Paris"];
        var moment = zone.AtLeniently(LocalDateTime.FromDateTime(DateTime.Parse(now, System.Globalization.CultureInfo.InvariantCulture))).ToInstant();
        BaseLoadQuery.LastNight(zone, moment).ShouldBe((Micros(from), Micros(until)));

        static long Micros(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeSeconds() * UnixMicroseconds.PerSecond;
    }
}
