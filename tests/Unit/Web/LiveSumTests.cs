using PowerMeter.Web.Components.Charts;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class LiveSumTests
{
    private const long Second = 1_000_000;
    private const long Start = 1_700_000_000 * Second;
    private const long Now = Start + 3600 * Second;

    private static readonly ChartSensor[] Sensors = [new(1, "Kitchen", 30), new(2, "Heater", 30)];

    [Fact]
    public void The_sum_is_known_as_far_as_the_slowest_sensor() =>
        LiveSum.KnownUntil(Sensors, [(Start, Now - Second), (Start, Now - 12 * Second)], Now).ShouldBe(Now - 12 * Second);

    [Fact]
    public void Who_is_silent_for_longer_than_a_gap_is_not_waited_for()
    {
        LiveSum.KnownUntil(Sensors, [(Start, Now - Second), (Start, Now - 31 * Second)], Now).ShouldBe(Now - Second);
        LiveSum.KnownUntil(Sensors, [null, (Start, Now - 31 * Second)], Now).ShouldBe(Now);
    }

    [Fact]
    public void The_newest_steps_are_read_again_on_the_same_edges()
    {
        var (kept, edges) = LiveSum.Tail(Line(20), Start + 207 * Second).ShouldNotBeNull();
        kept.ShouldBe(20 - LiveSum.OpenSteps);
        edges.ShouldBe([.. Enumerable.Range(0, 7).Select(i => Start + (140 + 10 * i) * Second), Start + 207 * Second]);
    }

    [Fact]
    public void What_ended_too_long_ago_or_has_not_begun_is_read_as_a_whole()
    {
        LiveSum.Tail(Line(20), Start + 2 * 3600 * Second).ShouldBeNull();
        LiveSum.Tail(Line(1), Now).ShouldBeNull();
        LiveSum.Tail(Line(20), Start).ShouldBeNull();
    }

    [Fact]
    public void The_line_gets_its_new_end_and_loses_what_is_too_old()
    {
        var line = Line(360);
        var end = Line(0) with { Times = [.. Enumerable.Range(354, 8).Select(Middle)], Watts = [.. Enumerable.Repeat<double?>(9, 8)], Series = [Series("A", 8, 9)] };
        var joined = LiveSum.Join(line, 354, end);
        joined.Times.ShouldBe([.. Enumerable.Range(1, 361).Select(Middle)]);
        joined.Watts.ShouldBe([.. Enumerable.Repeat<double?>(5, 353), .. Enumerable.Repeat<double?>(9, 8)]);
        joined.Series.Single().Heights.ShouldBe(joined.Watts);
    }

    [Fact]
    public void The_band_goes_on_with_the_line_and_ends_where_the_extremes_are_not_known()
    {
        var line = Line(360) with { MinWatts = [.. Enumerable.Repeat<double?>(1, 360)], MaxWatts = [.. Enumerable.Repeat<double?>(8, 360)] };
        var end = Line(0) with { Times = [.. Enumerable.Range(354, 6).Select(Middle)], Watts = [.. Enumerable.Repeat<double?>(9, 6)] };
        var known = LiveSum.Join(line, 354, end with { MinWatts = [2, 2, 2, 2, 2, null], MaxWatts = [9, 9, 9, 9, 9, null] });
        known.MinWatts.ShouldBe([.. Enumerable.Repeat<double?>(1, 354), 2, 2, 2, 2, 2, null]);
        known.MaxWatts.Count.ShouldBe(known.Times.Count);
        LiveSum.Join(line, 354, end).MaxWatts.ShouldBeEmpty();
    }

    private static long Middle(int step) => Start / 1000 + step * 10_000 + 5_000;

    private static ChartSeries Series(string name, int count, double watts) => new(name, [.. Enumerable.Repeat<double?>(watts, count)], []);

    private static ChartData Line(int steps) => new()
    {
        Kind = "line",
        Unit = "watts",
        Language = "en",
        TimeZone = "Europe/Paris",
        Currency = "EUR",
        Texts = new Dictionary<string, string>(),
        Live = true,
        Step = 10_000,
        From = Start / 1000,
        Until = Now / 1000,
        Times = [.. Enumerable.Range(0, steps).Select(Middle)],
        Watts = [.. Enumerable.Repeat<double?>(5, steps)],
        Series = [Series("A", steps, 5)],
    };
}
