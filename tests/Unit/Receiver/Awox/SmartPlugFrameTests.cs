using PowerMeter.Receiver.Drivers.Awox;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver.Awox;

public sealed class SmartPlugFrameTests
{
    [Fact]
    public void Commands_are_these_bytes()
    {
        Convert.ToHexString(SmartPlugFrame.AskStatus()).ShouldBe("0F050400000005FFFF");
        Convert.ToHexString(SmartPlugFrame.Switch(on: true)).ShouldBe("0F06030001000005FFFF");
        Convert.ToHexString(SmartPlugFrame.Switch(on: false)).ShouldBe("0F06030000000004FFFF");
    }

    [Theory]
    [InlineData(new byte[] { }, 1)]
    [InlineData(new byte[] { 0xFF }, 0)]
    [InlineData(new byte[] { 0xFF, 0xFF, 0x10 }, 0x0F)]
    public void The_checksum_is_the_payloads_sum_and_one(byte[] payload, byte checksum) => SmartPlugFrame.Checksum(payload).ShouldBe(checksum);

    [Theory]
    [InlineData("04000100000000000000000000FF", true, 0, 0)]
    [InlineData("040001000000EC54E70000000000", true, 60.5, 231)]
    [InlineData("0400000000000001FF0000000000", false, 0.001, 255)]
    [InlineData("0400FF00FFFFFFFF000000000000", true, 4_294_967.295, 0)]
    public void A_status_has_its_numbers_at_bytes_4_6_and_10_of_the_frame(string payload, bool on, double watts, byte volts)
    {
        SmartPlugStatus.TryParse(Convert.FromHexString(payload), out var status).ShouldBeTrue();
        status.ShouldBe(new SmartPlugStatus(on, watts, volts));
    }

    [Theory]
    [InlineData("")]
    [InlineData("04")]
    [InlineData("040001000000EC54E700000000")]
    [InlineData("040001000000EC54E7000000000000")]
    [InlineData("050001000000EC54E70000000000")]
    public void A_payload_of_another_code_or_length_is_no_status(string payload) =>
        SmartPlugStatus.TryParse(Convert.FromHexString(payload), out _).ShouldBeFalse();

    [Theory]
    [InlineData("030000", true)]
    [InlineData("0300", false)]
    [InlineData("03000000", false)]
    [InlineData("040000", false)]
    public void A_confirmation_begins_with_0F_04_03(string payload, bool confirms) =>
        SmartPlugFrame.IsSwitchConfirmation(Convert.FromHexString(payload)).ShouldBe(confirms);
}
