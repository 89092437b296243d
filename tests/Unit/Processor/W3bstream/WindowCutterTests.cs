using PowerMeter.Processor.W3bstream.Readings;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Rewards;
using PowerMeter.Shared.W3bstream;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Processor.W3bstream;

public sealed class WindowCutterTests
{
    private const long Second = UnixMicroseconds.PerSecond;
    private const long MaxGap = 60 * Second;

    private static SensorSamples Sensor(int id, double period, double from, double until, Func<double, double> watts) => new(
        new ReadSensor(id, MaxGap),
        [.. Enumerable.Range(0, (int)((until - from) / period) + 1).Select(i => from + i * period).Select(second => ((long)(second * Second), watts(second)))]);

    private static List<MadeWindow> Cut(double from, double until, double now, SensorSamples[] sensors, TimeSet? made = null, W3bstreamSettings? settings = null) =>
        WindowCutter.Cut(
            new Stretch((long)(from * Second), (long)(until * Second)), made ?? new TimeSet(), sensors, (long)(now * Second), settings ?? W3bstreamSettings.Default);

    private static IEnumerable<long> Starts(List<MadeWindow> windows) => windows.Select(window => window.Reading.Start / Second);

    [Fact]
    public void Windows_begin_at_whole_multiples_and_lie_within_the_span() =>
        Starts(Cut(3, 24, 100, [Sensor(1, 1, 0, 50, _ => 1)])).ShouldBe([5, 10, 15]);

    [Fact]
    public void A_window_is_ready_when_each_sensor_has_reached_its_end()
    {
        SensorSamples[] sensors = [Sensor(1, 1, 0, 31, _ => 1), Sensor(2, 8, 0, 24, _ => 1)];
        Starts(Cut(0, 60, 32, sensors)).ShouldBe([0, 5, 10, 15]);
        Starts(Cut(0, 60, 32, [sensors[0]])).ShouldBe([0, 5, 10, 15, 20, 25]);
    }

    [Fact]
    public void A_sensor_that_fell_silent_is_waited_for_as_long_as_a_line_could_reach()
    {
        SensorSamples[] sensors = [Sensor(1, 1, 0, 12, _ => 1)];
        Starts(Cut(0, 60, 74.9, sensors)).ShouldBe([0, 5]);
        var last = Cut(0, 60, 75, sensors);
        Starts(last).ShouldBe([0, 5, 10]);
        last[^1].Reading.CoveredMicroseconds.ShouldBe(2 * Second);
    }

    [Fact]
    public void No_window_of_the_future_is_made() => Starts(Cut(0, 60, 14.9, [Sensor(1, 1, 0, 50, _ => 1)])).ShouldBe([0, 5]);

    [Fact]
    public void A_window_that_overlaps_what_was_made_is_not_made_again()
    {
        var made = new TimeSet();
        made.Add(12 * Second, 13 * Second);
        Starts(Cut(0, 25, 100, [Sensor(1, 1, 0, 50, _ => 1)], made)).ShouldBe([0, 5, 15, 20]);
    }

    [Fact]
    public void The_rate_is_that_of_the_last_thirty_seconds()
    {
        // 2 W until 40 s, 4 W from then on.
        var windows = Cut(0, 80, 100, [Sensor(1, 1, 0, 90, second => second < 40 ? 2 : 4)]);
        windows.Single(window => window.Reading.Start == 35 * Second).TokensPerHour.ShouldBe(10);
        // 50 to 55 s: of the last 30 s some more than 15 are at 4 W: the mean is above 3 W.
        windows.Single(window => window.Reading.Start == 45 * Second).TokensPerHour.ShouldBe(10);
        windows.Single(window => window.Reading.Start == 50 * Second).TokensPerHour.ShouldBe(4);
        windows[^1].Tokens.ShouldBe(4 * 5 / 3600.0, 1e-12);
    }

    [Fact]
    public void The_rewards_table_of_the_settings_holds()
    {
        var settings = new W3bstreamSettings { WindowSeconds = 10, Rewards = new RewardTable([new RewardStep(1000, 7)]) };
        var windows = Cut(0, 20, 100, [Sensor(1, 8, 0, 90, _ => 999)], settings: settings);
        windows.Select(window => window.Tokens).ShouldBe([7 * 10 / 3600.0, 7 * 10 / 3600.0]);
    }
}
