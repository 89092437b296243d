using FsCheck;
using FsCheck.Fluent;
using PowerMeter.Web.Tariffs;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web.Tariffs;

public sealed class OffPeakDayTests
{
    private const int Noon = 12 * 60;

    private static readonly OffPeakSpan Night = OffPeakSpan.Between(22 * 60 + 30, 6 * 60 + 30);
    private static readonly OffPeakSpan Lunch = OffPeakSpan.Between(Noon, 14 * 60);

    [Fact]
    public void A_span_whose_end_is_not_after_its_start_runs_past_midnight()
    {
        Night.ShouldBe(new OffPeakSpan(1350, 480));
        Night.ToString().ShouldBe("22:30-06:30");
        OffPeakSpan.Between(0, 0).ToString().ShouldBe("00:00-24:00");
        OffPeakSpan.Between(1320, 0).ToString().ShouldBe("22:00-24:00");
    }

    [Fact]
    public void An_edge_goes_where_it_is_dragged_also_across_midnight()
    {
        var day = OffPeakDay.Of([Night])!;
        day.MoveStart(0, 30).ToString().ShouldBe("00:30-06:30");
        day.MoveStart(0, 21 * 60).ToString().ShouldBe("21:00-06:30");
        day.MoveEnd(0, 23 * 60).ToString().ShouldBe("22:30-23:00");
        day.MoveEnd(0, 1440).ToString().ShouldBe("22:30-24:00");
    }

    [Fact]
    public void An_edge_stops_at_the_neighbour_and_before_its_own_other_edge()
    {
        var day = OffPeakDay.Of([Lunch, Night])!;
        day.MoveStart(1, 13 * 60).ToString().ShouldBe("12:00-14:00; 14:00-06:30");
        day.MoveEnd(1, 12 * 60 + 30).ToString().ShouldBe("12:00-14:00; 22:30-12:00");
        day.MoveEnd(0, 11 * 60 + 45).Spans[0].Length.ShouldBe(1);
        day.MoveStart(0, 14 * 60 + 30).Spans[0].ShouldBe(new OffPeakSpan(14 * 60 - 1, 1));
    }

    [Fact]
    public void A_block_moves_as_a_whole_and_stops_at_its_neighbours()
    {
        var day = OffPeakDay.Of([Lunch, Night])!;
        day.Move(0, 60).ToString().ShouldBe("13:00-15:00; 22:30-06:30");
        day.Move(0, 1000).ToString().ShouldBe("20:30-22:30; 22:30-06:30");
        day.Move(1, -60).ToString().ShouldBe("12:00-14:00; 21:30-05:30");
        OffPeakDay.Of([Night])!.Move(0, 120).ToString().ShouldBe("00:30-08:30");
    }

    [Fact]
    public void What_is_drawn_over_others_becomes_one_with_them()
    {
        OffPeakDay.Of([Lunch, Night])!.With(OffPeakSpan.Between(6 * 60, Noon)).ToString().ShouldBe("22:30-14:00");
        OffPeakDay.Empty.With(Lunch).With(OffPeakSpan.Between(14 * 60, 15 * 60)).ToString().ShouldBe("12:00-15:00");
        OffPeakDay.Empty.With(OffPeakSpan.Between(600, 600)).ToString().ShouldBe("00:00-24:00");
    }

    [Fact]
    public void New_hours_come_where_there_is_room()
    {
        OffPeakDay.Empty.FindRoom(480).ShouldBe(OffPeakSpan.Between(22 * 60, 6 * 60));
        OffPeakDay.Of([Night])!.FindRoom(120)!.Value.ToString().ShouldBe("13:30-15:30");
        OffPeakDay.Union([new OffPeakSpan(0, 1440)]).FindRoom(15).ShouldBeNull();
        OffPeakDay.Union([new OffPeakSpan(0, 1430)]).FindRoom(120)!.Value.Length.ShouldBe(10);
    }

    [Fact]
    public void Spans_that_overlap_are_no_day()
    {
        OffPeakDay.Of([Night, OffPeakSpan.Between(6 * 60, 7 * 60)]).ShouldBeNull();
        OffPeakDay.Of([Lunch, OffPeakSpan.Between(14 * 60, 15 * 60)]).ShouldNotBeNull();
    }

    [Fact]
    public void However_it_is_changed_spans_never_overlap_and_are_never_empty() =>
        Check.QuickThrowOnFailure(Prop.ForAll(
            Gen.Choose(0, 1439).ArrayOf(12).ToArbitrary(),
            numbers =>
            {
                var day = OffPeakDay.Empty.With(new OffPeakSpan(numbers[0], numbers[1] % 400 + 1)).With(new OffPeakSpan(numbers[2], numbers[3] % 400 + 1));
                for (var i = 4; i < numbers.Length; i++)
                {
                    var index = numbers[i] % day.Spans.Count;
                    day = (numbers[i] % 3) switch
                    {
                        0 => day.MoveStart(index, numbers[i]),
                        1 => day.MoveEnd(index, numbers[i] + 1),
                        _ => day.Move(index, numbers[i] - 720),
                    };
                    OffPeakDay.Of(day.Spans).ShouldNotBeNull(day.ToString());
                    day.Spans.ShouldAllBe(span => span.Length >= 1 && span.Length <= 1440 && span.Start >= 0 && span.Start < 1440);
                }

                // Joining changes how it is written, not which minutes it has.
                day.Joined().TotalMinutes.ShouldBe(day.TotalMinutes);
            }));
}
