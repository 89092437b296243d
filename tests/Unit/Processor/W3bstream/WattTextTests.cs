using System.Globalization;
using PowerMeter.Processor.W3bstream.Messages;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Processor.W3bstream;

public sealed class WattTextTests
{
    [Theory]
    [InlineData(134.7, "134.7", "134.7")]
    [InlineData(5, "5.0", "5")]
    [InlineData(0, "0.0", "0")]
    [InlineData(-0.0, "0.0", "0")]
    [InlineData(-1e-9, "0.0", "0")]
    [InlineData(1e-6, "0.000001", "0.000001")]
    [InlineData(4.9e-7, "0.0", "0")]
    [InlineData(-0.5, "-0.5", "-0.5")]
    [InlineData(100, "100.0", "100")]
    [InlineData(1.6163222834016864, "1.616322", "1.616322")]
    [InlineData(123456789.123456, "123456789.123456", "123456789.123456")]
    [InlineData(1e15, "1000000000000000.0", "1000000000000000")]
    [InlineData(1e21, "1000000000000000000000.0", "1000000000000000000000")]
    [InlineData(0.1 + 0.2, "0.3", "0.3")]
    public void Power_is_written_to_the_microwatt_and_never_with_an_exponent(double watts, string withPoint, string shortest)
    {
        WattText.WithPoint(watts).ShouldBe(withPoint);
        WattText.Shortest(watts).ShouldBe(shortest);
    }

    [Fact]
    public void What_is_written_is_within_half_a_microwatt_and_could_not_be_shorter()
    {
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++)
        {
            var watts = (random.NextDouble() - 0.3) * Math.Pow(10, random.Next(-7, 9));
            var text = WattText.WithPoint(watts);
            var read = double.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
            Math.Abs(read - watts).ShouldBeLessThanOrEqualTo(0.5e-6 + Math.Abs(watts) * 1e-15);
            text.Split('.')[1].ShouldMatch("^(0|[0-9]{0,5}[1-9])$");
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void What_is_no_power_is_refused(double watts) => Should.Throw<ArgumentOutOfRangeException>(() => WattText.WithPoint(watts));
}
