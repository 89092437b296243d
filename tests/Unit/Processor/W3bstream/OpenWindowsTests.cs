using PowerMeter.Processor.W3bstream.Readings;
using PowerMeter.Shared.Measurement;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Processor.W3bstream;

public sealed class OpenWindowsTests
{
    private const long Second = UnixMicroseconds.PerSecond;
    private const long Window = 5 * Second;

    private static readonly ReadSensor[] Two = [new(1, 60 * Second), new(2, 300 * Second)];

    private static OpenWindows Begun(long floor, long now, long first, long second, params Stretch[] made)
    {
        var open = new OpenWindows(Window, Two);
        open.Begin(made, floor * Second, [first * Second, second * Second], now * Second);
        return open;
    }

    private static Stretch Seconds(long from, long until) => new(from * Second, until * Second);

    private static ReadingBatch Batch(long first, long second, params Stretch[] made) => new(made, made.Length, made.Length, [], [first * Second, second * Second]);

    [Fact]
    public void Begins_with_all_that_was_not_made_and_fits_a_window()
    {
        var open = Begun(98, 1000, 1000, 997, Seconds(102, 200), Seconds(304, 310), Seconds(312, 900));
        open.Head.ShouldBe(995 * Second);
        open.Backlog.ShouldBe(Seconds(200, 304));
        open.SkipBefore(304 * Second);
        open.Backlog.ShouldBe(Seconds(900, 995));
    }

    [Fact]
    public void A_live_window_is_due_when_the_last_of_the_sensors_reaches_its_end()
    {
        var open = Begun(0, 1000, 1000, 997);
        open.DueAt.ShouldBe(1300 * Second); // the second has not reached 1000 s
        open.Reach(1, 1005 * Second);
        open.DueAt.ShouldBe(1005 * Second); // a clock that is ahead of ours: when its time has come
        open.Reach(1, 1001 * Second);
        open.Reach(1, 1009 * Second);
        open.DueAt.ShouldBe(1001 * Second);
    }

    [Fact]
    public void A_window_that_is_done_moves_the_head_as_far_as_samples_reach()
    {
        var open = Begun(0, 1000, 1000, 997);
        open.HeadDone(Seconds(995, 1010), Batch(1011, 1006, Seconds(995, 1005)), 1012 * Second);
        open.Head.ShouldBe(1005 * Second);
        open.DueAt.ShouldBe(1310 * Second);
    }

    [Fact]
    public void Of_a_sensor_that_no_line_can_reach_from_the_next_sample_is_waited_for()
    {
        var open = Begun(0, 1000, 920, 990);
        open.Head.ShouldBe(940 * Second);
        open.DueAt.ShouldBe(1005 * Second);
        open.HeadDone(Seconds(940, 1000), new ReadingBatch([], 0, 0, [], [long.MinValue, 990 * Second]), 1300 * Second);
        open.DueAt.ShouldBe(long.MaxValue);
        open.Reach(0, 1301 * Second);
        open.DueAt.ShouldBe(1305 * Second); // the second has been silent since 990 s, and may still come
    }

    [Fact]
    public void Late_samples_bring_back_only_what_was_not_made()
    {
        var open = Begun(0, 1000, 1000, 1000, Seconds(0, 500), Seconds(600, 1000));
        open.SkipBefore(long.MaxValue);
        open.Touch(400 * Second, 550 * Second);
        open.Backlog.ShouldBe(Seconds(500, 550));
        open.BacklogDone(Seconds(500, 550), new ReadingBatch([Seconds(0, 550)], 10, 10, [], null));
        open.Touch(400 * Second, 550 * Second);
        open.Backlog.ShouldBeNull();
    }

    [Fact]
    public void A_clock_that_steps_back_takes_the_head_back()
    {
        var open = Begun(0, 5000, 1000, 1000);
        open.Head.ShouldBe(4700 * Second);
        open.Begin([Seconds(0, 995)], 0, [1001 * Second, 1000 * Second], 1001 * Second);
        open.Head.ShouldBe(1000 * Second);
        open.Backlog.ShouldBe(Seconds(995, 1000));
    }
}
