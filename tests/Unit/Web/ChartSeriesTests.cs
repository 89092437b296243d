using PowerMeter.Web.Components.Charts;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class ChartSeriesTests
{
    private static ChartSeries Of(string name, double? first, double? second) => new(name, [first, second], [first ?? 0, second ?? 0]);

    [Fact]
    public void As_many_as_can_be_told_apart_stay_themselves()
    {
        var all = Enumerable.Range(1, ChartSeries.Most).Select(i => Of($"s{i}", i, i)).ToList();
        ChartSeries.Legible(all, count => $"{count} others").ShouldBe(all);
    }

    [Fact]
    public void The_least_of_more_are_put_together()
    {
        var shown = ChartSeries.Legible(
            [Of("a", 1, null), Of("b", -50, 60), Of("c", 20, 20), Of("d", 30, 30), Of("e", 40, 40), Of("f", 2, null)], count => $"{count} others");
        shown.Select(series => series.Name).ShouldBe(["b", "c", "d", "e", "2 others"]);
        shown[^1].Heights.ShouldBe([3, null]);
        shown[^1].Kwh.ShouldBe([3, 0]);
    }
}
