using PowerMeter.Processor.W3bstream.Delivery;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Processor.W3bstream.Delivery;

public sealed class BackOffTests
{
    [Fact]
    public void The_bound_doubles_up_to_the_longest_and_starts_again_after_a_success()
    {
        var backOff = new BackOff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), () => 1);
        Enumerable.Range(0, 9).Select(_ => backOff.Next().TotalSeconds).ShouldBe([1, 2, 4, 8, 16, 32, 60, 60, 60]);
        backOff.Reset();
        backOff.Next().ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void The_pause_is_any_part_of_the_bound()
    {
        var random = new Random(3);
        var backOff = new BackOff(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), random.NextDouble);
        var pauses = Enumerable.Range(0, 1006).Select(_ => backOff.Next()).Skip(6).ToList();
        pauses.ShouldAllBe(pause => pause >= BackOff.Shortest && pause < TimeSpan.FromMinutes(1));
        pauses.Average(pause => pause.TotalSeconds).ShouldBeInRange(27, 33);
    }

    [Fact]
    public void No_pause_is_shorter_than_the_shortest_nor_longer_than_the_longest()
    {
        new BackOff(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), () => 0).Next().ShouldBe(BackOff.Shortest);
        var bounded = new BackOff(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1), () => 1);
        bounded.Next().ShouldBe(TimeSpan.FromSeconds(1));
        bounded.Next().ShouldBe(TimeSpan.FromSeconds(1));
    }
}
