using NodaTime;
using PowerMeter.Shared.Measurement;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Measurement;

public sealed class SampleTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 11, 19, 12, 0);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(1.1e9)]
    [InlineData(-1.7e308)]
    public void Watts_that_can_be_no_power_are_refused(double watts) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new Sample(1, Noon, watts));

    [Fact]
    public void A_time_outside_the_century_is_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new Sample(1, Instant.FromUnixTimeSeconds(0), 1));
        Should.Throw<ArgumentOutOfRangeException>(() => new Sample(1, Sample.Latest, 1));
        new Sample(1, Sample.Earliest, 1).Time.ShouldBe(Sample.Earliest);
    }

    [Fact]
    public void The_time_has_whole_microseconds() =>
        new Sample(1, Noon.PlusNanoseconds(1_999), 1).Time.ShouldBe(Noon.PlusNanoseconds(1_000));

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(59, 0, 60)]
    [InlineData(60, 60, 60)]
    [InlineData(-1, -60, 0)]
    [InlineData(-60, -60, -60)]
    public void Buckets_start_at_whole_multiples_before_1970_too(long time, long floor, long ceiling)
    {
        UnixMicroseconds.Floor(time, 60).ShouldBe(floor);
        UnixMicroseconds.Ceiling(time, 60).ShouldBe(ceiling);
    }
}
