using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using PowerMeter.Shared.Tariffs;
using PowerMeter.Web.Tariffs;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web.Tariffs;

public sealed class OffPeakHoursTests
{
    private static readonly LocalDateTime Monday = new(2026, 11, 16, 0, 0);

    [Theory]
    [InlineData("", "")]
    [InlineData("22:30-06:30", "22:30-06:30")]
    [InlineData("12:00-14:00; 22:30-06:30; 13:00-15:00", "12:00-15:00; 22:30-06:30")]
    [InlineData("mon-sun 01:00-07:00", "01:00-07:00")]
    public void The_same_hours_every_day_are_one_strip(string text, string written)
    {
        var hours = OffPeakHours.Read(OffPeakSchedule.Parse(text));
        hours.EveryDay.ShouldNotBeNull();
        hours.Write().ShouldBe(written);
    }

    [Theory]
    [InlineData("sat,sun 00:00-24:00", "sat,sun 00:00-24:00")]
    [InlineData("mon-fri 22:00-06:00; sat-sun 00:00-24:00", "mon-fri 22:00-06:00; sat,sun 00:00-24:00")]
    [InlineData("22:30-06:30; sat,sun 12:00-14:00", "mon-fri 22:30-06:30; sat,sun 12:00-14:00; sat,sun 22:30-06:30")]
    [InlineData("mon-fri 12:00-12:00", "mon-fri 12:00-12:00")]
    public void Hours_of_the_week_and_the_weekend_are_two_strips(string text, string written)
    {
        var hours = OffPeakHours.Read(OffPeakSchedule.Parse(text));
        hours.EveryDay.ShouldBeNull();
        hours.Write().ShouldBe(written);
    }

    [Theory]
    [InlineData("wed 12:00-14:00")]
    [InlineData("mon-fri 22:00-06:00; sat 00:00-24:00")]
    // A union of these would begin a day earlier than one of them does.
    [InlineData("mon-fri 22:00-06:00; mon-fri 05:00-07:00")]
    public void Others_stay_a_text(string text) => OffPeakHours.Read(OffPeakSchedule.Parse(text)).IsSimple.ShouldBeFalse();

    [Fact]
    public void What_a_strip_shows_is_what_holds() =>
        Check.QuickThrowOnFailure(Prop.ForAll(
            Gen.Choose(0, 1439).ArrayOf(8).ToArbitrary(), Gen.Choose(0, 2).ToArbitrary(),
            (numbers, form) =>
            {
                var (first, second) = (Day(numbers, 0), Day(numbers, 4));
                var hours = form == 0 ? OffPeakHours.Same(first) : OffPeakHours.Week(first, second);
                var schedule = OffPeakSchedule.Parse(hours.Write());
                // The text is the stored one already, and reading it again changes no minute of the week.
                schedule.Text.ShouldBe(hours.Write());
                var again = OffPeakSchedule.Parse(OffPeakHours.Read(schedule).Write());
                for (var minute = 0; minute < 7 * 1440; minute += 7)
                    again.At(Monday.PlusMinutes(minute)).ShouldBe(schedule.At(Monday.PlusMinutes(minute)));
                if (form == 0)
                    for (var minute = 0; minute < 1440; minute += 5)
                        (schedule.At(Monday.PlusMinutes(minute)) == Tariff.Night).ShouldBe(first.Spans.Any(span => (minute - span.Start + 1440) % 1440 < span.Length));
            }));

    [Fact]
    public void People_may_write_more_blanks_than_the_database_keeps()
    {
        OffPeakText.Parse(" mon - fri   22:00 - 06:00 ;sat , sun 00:00-24:00; ").Text.ShouldBe("mon-fri 22:00-06:00; sat,sun 00:00-24:00");
        OffPeakText.TryParse("25:00-06:00").ShouldBeNull();
        OffPeakText.TryParse(new string(' ', 1001)).ShouldBeNull();
    }

    private static OffPeakDay Day(int[] numbers, int at) =>
        OffPeakDay.Empty.With(new OffPeakSpan(numbers[at], numbers[at + 1] % 700 + 1)).With(new OffPeakSpan(numbers[at + 2], numbers[at + 3] % 300 + 1));
}
