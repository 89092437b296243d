using NodaTime;
using PowerMeter.Shared.Tariffs;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Tariffs;

public sealed class OffPeakScheduleTests
{
    // 2026-11-16 is a Monday.
    private static LocalDateTime At(int day, int hour, int minute) => new(2026, 11, 15 + day, hour, minute);

    [Theory]
    [InlineData("22:30-06:30", 1, 22, 29, Tariff.Day)]
    [InlineData("22:30-06:30", 1, 22, 30, Tariff.Night)]
    [InlineData("22:30-06:30", 2, 6, 29, Tariff.Night)]
    [InlineData("22:30-06:30", 2, 6, 30, Tariff.Day)]
    [InlineData("01:00-03:00; 13:00-14:30", 3, 14, 0, Tariff.Night)]
    [InlineData("01:00-03:00; 13:00-14:30", 3, 12, 59, Tariff.Day)]
    [InlineData("mon-fri 22:00-06:00; sat,sun 00:00-24:00", 6, 12, 0, Tariff.Night)]
    [InlineData("mon-fri 22:00-06:00; sat,sun 00:00-24:00", 5, 12, 0, Tariff.Day)]
    [InlineData("fri 22:00-06:00", 6, 5, 59, Tariff.Night)] // belongs to the day on which it starts
    [InlineData("sun 22:00-06:00", 1, 5, 0, Tariff.Night)] // past the end of the week
    [InlineData("", 1, 3, 0, Tariff.Day)]
    public void Tells_the_tariff(string text, int day, int hour, int minute, Tariff expected) =>
        OffPeakSchedule.Parse(text).At(At(day, hour, minute)).ShouldBe(expected);

    [Theory]
    [InlineData("22:30")]
    [InlineData("25:00-06:00")]
    [InlineData("24:00-06:00")]
    [InlineData("lundi 22:00-06:00")]
    [InlineData("mon-tue-wed 22:00-06:00")]
    [InlineData("2230-0630")]
    public void What_is_wrong_is_named_with_what_is_allowed(string text)
    {
        var error = Should.Throw<FormatException>(() => OffPeakSchedule.Parse(text));
        error.Message.ShouldContain(text);
        error.Message.ShouldContain("22:30-06:30");
    }

    [Fact]
    public void Changes_are_found_ahead_and_behind()
    {
        var schedule = OffPeakSchedule.Parse("22:30-06:30");
        schedule.NextChange(At(1, 22, 30)).ShouldBe(At(2, 6, 30));
        schedule.LastChange(At(1, 22, 30)).ShouldBe(At(1, 22, 30));
        schedule.NextChange(At(7, 23, 0)).ShouldBe(At(8, 6, 30));
        OffPeakSchedule.None.NextChange(At(1, 0, 0)).ShouldBeNull();
        OffPeakSchedule.Parse("00:00-24:00").NextChange(At(1, 0, 0)).ShouldBeNull();
    }

    [Theory]
    [InlineData("22:30-06:30", "22:30", "06:30")]
    [InlineData("01:00-03:00; 13:00-14:30", "01:00", "03:00")]
    [InlineData("13:00-14:30; 01:00-03:00", "01:00", "03:00")]
    [InlineData("22:00-24:00; 00:00-06:00", "22:00", "06:00")]
    [InlineData("mon-fri 22:00-06:00; sat,sun 00:00-24:00", "22:00", "06:00")]
    [InlineData("thu 12:00-14:00; sat,sun 00:00-24:00", "12:00", "14:00")]
    [InlineData("sat,sun 00:00-24:00", null, null)]
    [InlineData("sat 12:00-14:00", null, null)]
    [InlineData("fri-sun 00:00-24:00", null, null)] // three days are no hours of a day
    [InlineData("00:00-24:00", null, null)]
    [InlineData("", null, null)]
    public void The_first_span_of_a_weekday_stands_for_all(string text, string? start, string? end)
    {
        var span = OffPeakSchedule.Parse(text).FirstWeekdaySpan();
        span?.Start.ToString("HH:mm", null).ShouldBe(start);
        span?.End.ToString("HH:mm", null).ShouldBe(end);
        (span is null).ShouldBe(start is null);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(" ; ", "")]
    [InlineData("22:30-06:30;;", "22:30-06:30")]
    [InlineData(" Mon - Fri , SUN  22:00-06:00 ;01:00-03:00", "mon-fri,sun 22:00-06:00; 01:00-03:00")]
    public void The_text_is_as_it_is_stored(string given, string stored) => OffPeakSchedule.Parse(given).Text.ShouldBe(stored);
}
