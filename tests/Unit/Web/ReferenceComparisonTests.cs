using PowerMeter.Web.Queries;
using PowerMeter.Web.SensorSetup;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class ReferenceComparisonTests
{
    [Fact]
    public void Nothing_measured_is_not_enough()
    {
        var comparison = new ReferenceComparison();
        (comparison.Count, comparison.MeanWatts, comparison.IsEnough, comparison.IsSteady).ShouldBe((0, 0, false, true));
    }

    [Fact]
    public void The_mean_is_of_all_samples_in_whatever_parts_they_come()
    {
        var comparison = Compare(1000, 1010);
        comparison.IsEnough.ShouldBeFalse();
        comparison.Add([Sample(990)]);
        (comparison.Count, comparison.MeanWatts, comparison.IsEnough).ShouldBe((3, 1000, true));
    }

    [Theory]
    [InlineData(1000, 1050, 1049, true)]
    [InlineData(1000, 1200, 1100, false)]
    [InlineData(-1000, -1050, -1020, true)]
    [InlineData(-1000, -1300, -1020, false)]
    public void A_load_that_changed_by_more_than_a_tenth_was_not_steady(double one, double two, double three, bool isSteady)
    {
        var comparison = Compare(one, two, three);
        comparison.IsSteady.ShouldBe(isSteady);
        comparison.LeastWatts.ShouldBe(Math.Min(one, two));
        comparison.MostWatts.ShouldBe(Math.Max(one, two));
    }

    private static ReferenceComparison Compare(params double[] watts)
    {
        var comparison = new ReferenceComparison();
        comparison.Add(watts.Select(Sample));
        return comparison;
    }

    private static StoredSample Sample(double watts) => new(1, 1, watts, false);
}
