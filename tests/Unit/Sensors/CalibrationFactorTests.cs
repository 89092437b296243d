using PowerMeter.Shared.Sensors;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Sensors;

public sealed class CalibrationFactorTests
{
    [Theory]
    [InlineData(1, 1023, 1000, 1.023)]
    [InlineData(1.023, 1000, 1000, 1.023)]
    [InlineData(2, 500, 1000, 1)]
    [InlineData(1, -1000, -500, 2)]
    [InlineData(0.1, 30, 10, 0.3)]
    public void The_new_factor_makes_our_mean_that_of_the_reference(double old, double reference, double ours, double expected) =>
        CalibrationFactor.Compare(old, reference, ours).ShouldNotBeNull().ShouldBe(expected, 1e-6);

    [Theory]
    [InlineData(0)]
    [InlineData(9.9)]
    [InlineData(-9.9)]
    public void Too_little_power_tells_nothing(double ours) => CalibrationFactor.Compare(1, 1000, ours).ShouldBeNull();

    [Theory]
    [InlineData(0.1, true)]
    [InlineData(10, true)]
    [InlineData(0.0999, false)]
    [InlineData(10.001, false)]
    [InlineData(double.NaN, false)]
    [InlineData(-1, false)]
    public void It_lies_in_a_tenth_to_ten(double factor, bool allowed)
    {
        CalibrationFactor.IsAllowed(factor).ShouldBe(allowed);
        if (!allowed) Should.Throw<ArgumentOutOfRangeException>(() => CalibrationFactor.Compare(factor, 100, 100));
    }
}
