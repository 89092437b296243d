using System.Text;
using PowerMeter.Receiver.Drivers.Acs712;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver;

public sealed class Acs712LineTests
{
    [Theory]
    [InlineData("12.34", 12.34)]
    [InlineData("-3.00", -3)]
    [InlineData("+7", 7)]
    [InlineData("0", 0)]
    [InlineData(".5", 0.5)]
    [InlineData("00012.50", 12.5)]
    public void A_number_alone_is_watts(string line, double watts) => Parse(line).ShouldBe(new Acs712Line(watts));

    [Theory]
    [InlineData("3.9875|87.50|12.34", 12.34, 3.9875f, 87.5f)]
    [InlineData("4.2013|101.25|-0.50", -0.5, 4.2013f, 101.25f)]
    [InlineData("0|0|0", 0, 0f, 0f)]
    public void Three_numbers_are_volts_charge_and_watts(string line, double watts, float volts, float battery) =>
        Parse(line).ShouldBe(new Acs712Line(watts, volts, battery));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("12.34 W")]
    [InlineData(" 12.34")]
    [InlineData("12,34")]
    [InlineData("1,234.5")]
    [InlineData("1e3")]
    [InlineData("nan")]
    [InlineData("NaN")]
    [InlineData("inf")]
    [InlineData("Infinity")]
    [InlineData("-∞")]
    [InlineData("ovf")]
    [InlineData("--1")]
    [InlineData("1.2.3")]
    [InlineData("0x10")]
    [InlineData("|")]
    [InlineData("||")]
    [InlineData("3.98|87.5")]
    [InlineData("3.98|87.5|")]
    [InlineData("|87.5|12")]
    [InlineData("3.98||12")]
    [InlineData("3.98|87.5|12|1")]
    [InlineData("-0.1|87.5|12")]
    [InlineData("10.1|87.5|12")]
    [InlineData("3.98|-1|12")]
    [InlineData("3.98|126|12")]
    [InlineData("3.98|nan|12")]
    public void Anything_else_is_rejected_with_a_reason(string line)
    {
        Acs712Line.TryParse(Encoding.UTF8.GetBytes(line), out _, out var reason).ShouldBeFalse();
        reason.ToString().ShouldContain("is no reading");
    }

    [Fact]
    public void A_number_too_large_for_a_double_is_rejected() =>
        Acs712Line.TryParse(Encoding.ASCII.GetBytes(new string('9', 400)), out _, out _).ShouldBeFalse();

    [Fact]
    public void The_reason_shows_no_control_characters_and_is_short()
    {
        Acs712Line.TryParse([0x1B, .. "[2J"u8, .. Encoding.ASCII.GetBytes(new string('x', 200))], out _, out var reason).ShouldBeFalse();
        reason.ToString().ShouldStartWith("'·[2Jxxx");
        reason.ToString().Length.ShouldBeLessThan(70);
    }

    private static Acs712Line Parse(string line)
    {
        Acs712Line.TryParse(Encoding.ASCII.GetBytes(line), out var reading, out var reason).ShouldBeTrue(reason?.ToString());
        return reading;
    }
}
