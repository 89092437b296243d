using PowerMeter.Receiver.Dating;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver.Dating;

public sealed class GivenTimesTests
{
    private readonly GivenTimes _times = new();

    [Fact]
    public void Times_that_run_forward_stay_as_they_are() =>
        Enumerable.Range(0, 30_000).Select(i => _times.Give(i * 7)).ShouldBe(Enumerable.Range(0, 30_000).Select(i => i * 7L));

    [Fact]
    public void One_moment_is_given_once_and_the_next_ones_a_microsecond_later() =>
        new[] { 5L, 5, 5, 6, 20, 5 }.Select(_times.Give).ShouldBe([5, 6, 7, 8, 20, 9]);

    [Theory]
    [InlineData(100)]
    [InlineData(GivenTimes.Remembered)]
    public void A_clock_that_is_set_back_again_and_again_gives_no_time_twice(int remembered)
    {
        var given = Enumerable.Range(0, 4).SelectMany(_ => Enumerable.Range(0, remembered / 4).Select(i => _times.Give(i * 2))).ToList();
        given.Distinct().Count().ShouldBe(given.Count);
        // By no more than there were times before it.
        given.Chunk(remembered / 4).ShouldAllBe(round => round.Select((time, i) => time - i * 2).All(later => later >= 0 && later <= remembered));
    }
}
