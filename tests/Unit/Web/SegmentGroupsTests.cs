using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;
using PowerMeter.Web.Queries;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class SegmentGroupsTests
{
    private static double?[] SumOf(SegmentGroups groups, int count)
    {
        var edges = groups.Edges;
        // Each bin carries as many watt-hours as it is long.
        var bins = edges.Zip(edges.Skip(1), (from, until) => new EnergyBin(from, until, Energy.None with { DayWattHours = until - from, CoveredSeconds = 1 }, until - from, 0)).ToList();
        return [.. groups.Sum(bins, count).Select(bin => bin?.Energy.DayWattHours)];
    }

    [Fact]
    public void Neighbouring_segments_of_a_group_are_one_bin()
    {
        var groups = new SegmentGroups([new(10, 0, 5), new(11, 5, 9), new(12, 9, 20)], 10, 2);
        groups.Edges.ShouldBe([0, 9, 20]);
        SumOf(groups, 2).ShouldBe([9, 11]);
    }

    [Fact]
    public void What_lies_between_belongs_to_nobody()
    {
        var groups = new SegmentGroups([new(10, 0, 5), new(11, 7, 9)], 10, 2);
        groups.Edges.ShouldBe([0, 5, 7, 9]);
        SumOf(groups, 1).ShouldBe([7]);
    }

    [Fact]
    public void Ids_that_do_not_follow_time_go_to_their_groups()
    {
        var groups = new SegmentGroups([new(12, 0, 1), new(10, 1, 3), new(13, 3, 6), new(11, 6, 10)], 10, 2);
        SumOf(groups, 2).ShouldBe([6, 4]);
    }

    [Fact]
    public void A_sample_without_a_next_one_carries_nothing()
    {
        var groups = new SegmentGroups([new(-2, 0, null), new(-1, 100, null)], -2, 1);
        groups.Edges.ShouldBeEmpty();
        SumOf(groups, 2).ShouldBe([null, null]);
    }
}
