using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Queries;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class PowerStepsTests
{
    private const long Start = 1_790_000_000_123_456;
    private const long Second = UnixMicroseconds.PerSecond;

    [Theory]
    [InlineData(3600, 1000, null)]
    [InlineData(59_999, 1000, null)]
    [InlineData(86_400, 1000, "energy_minutes")]
    [InlineData(10 * 86_400, 1000, "energy_minutes")]
    [InlineData(30 * 86_400, 1000, "energy_quarters")]
    [InlineData(365 * 86_400, 1000, "energy_hours")]
    [InlineData(365 * 86_400, 10_000, "energy_quarters")]
    public void The_coarsest_tier_that_is_fine_enough_serves(int seconds, int points, string? table) =>
        (PowerSteps.Of(Start, Start + seconds * Second, points, Second).Tier?.Table).ShouldBe(table);

    [Fact]
    public void There_are_never_more_points_than_asked_for_and_seldom_less_than_half()
    {
        var random = new Random(3);
        for (var i = 0; i < 500; i++)
        {
            var length = (long)Math.Pow(10, 7 + 7.5 * random.NextDouble());
            var most = random.Next(10, 10_001);
            var steps = PowerSteps.Of(Start + i, Start + i + length, most, 1);
            var count = steps.Edges.Length - 1;
            count.ShouldBeInRange(most / 2, most);
            (steps.Edges[0], steps.Edges[^1]).ShouldBe((Start + i, Start + i + length));
            steps.Edges.Zip(steps.Edges.Skip(1)).ShouldAllBe(pair => pair.Second > pair.First && pair.Second - pair.First <= steps.Length);
            if (steps.Tier is { } tier) steps.Edges[1..^1].ShouldAllBe(edge => edge % tier.LengthMicroseconds == 0);
        }
    }

    [Fact]
    public void No_step_is_shorter_than_the_period() =>
        PowerSteps.Of(Start, Start + 80 * Second, 1000, 8 * Second).Edges.Length.ShouldBe(11);

    [Fact]
    public void An_empty_span_has_none() => PowerSteps.Of(Start, Start, 1000, 1).Edges.ShouldBeEmpty();
}
