using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Drivers.Awox;
using PowerMeter.Receiver.Linux;
using PowerMeter.Shared.Sensors;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver.Awox;

/// <summary>The kernel's door to Bluetooth: its structure, its errors, and what they are said to mean.</summary>
public sealed class BluetoothDoorTests
{
    private static readonly BluetoothAddress Address = Parse("98:7B:F3:01:02:0A");

    [Theory]
    [InlineData(BluetoothAddressType.Public, "1F0000000A0201F37B9804000100")]
    [InlineData(BluetoothAddressType.Random, "1F0000000A0201F37B9804000200")]
    public void An_address_is_the_kernels_sockaddr_l2(BluetoothAddressType type, string bytes)
    {
        // linux: family 31, PSM 0, address from its last byte, channel 4, type, padding.
        Convert.ToHexString(L2capAddress.Encode(Address, type)).ShouldBe(bytes);
        L2capAddress.Encode(Address, type).Length.ShouldBe((int)L2capAddress.Length);
    }

    [Theory]
    [InlineData("98:7B:F3:01:02:0A", "98:7B:F3:01:02:0A")]
    [InlineData("98:7b:f3:01:02:0a", "98:7B:F3:01:02:0A")]
    public void Addresses_may_have_small_letters(string text, string same) => Parse(text).ToString().ShouldBe(same);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("98:7B:F3:01:02")]
    [InlineData("98:7B:F3:01:02:0A:0B")]
    [InlineData("98-7B-F3-01-02-0A")]
    [InlineData("98:7B:F3:01:02:0G")]
    [InlineData("98:7B:F3:01:02: A")]
    [InlineData("+8:7B:F3:01:02:0A")]
    [InlineData("00:00:00:00:00:00")]
    [InlineData("/dev/ttyACM0\u0000\u0000\u0000\u0000\u0000")]
    public void What_is_no_address_is_refused(string? text) => BluetoothAddress.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void The_real_kernels_refusal_is_explained()
    {
        // Whatever this machine lacks: the socket family, the protocol, an adapter, or the plug.
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var e = Should.Throw<KernelException>(() =>
            L2capSocket.Connect(Address, BluetoothAddressType.Public, TimeSpan.FromSeconds(1), TimeProvider.System, stop.Token));
        var (state, error) = AwoxFault.Explain(e, Address);
        error.ToString().ShouldNotBe(e.Message, $"errno {e.Errno} has no explanation");
        state.ShouldBeOneOf(SensorState.Fault, SensorState.Absent);
    }

    [Theory]
    [InlineData(112, SensorState.Absent, "is not in reach, or connected to a phone")] // EHOSTDOWN
    [InlineData(110, SensorState.Absent, "is not in reach, or connected to a phone")] // ETIMEDOUT
    [InlineData(104, SensorState.Absent, "is not in reach, or connected to a phone")] // ECONNRESET
    [InlineData(38, SensorState.Absent, "is not in reach, or connected to a phone")] // ENOSYS
    [InlineData(111, SensorState.Absent, "takes no connection now")] // ECONNREFUSED
    [InlineData(113, SensorState.Fault, "rfkill unblock bluetooth, then bluetoothctl power on")] // EHOSTUNREACH
    [InlineData(19, SensorState.Fault, "rfkill unblock bluetooth, then bluetoothctl power on")] // ENODEV
    [InlineData(100, SensorState.Fault, "rfkill unblock bluetooth, then bluetoothctl power on")] // ENETDOWN
    [InlineData(95, SensorState.Fault, "has no Low Energy")] // EOPNOTSUPP
    [InlineData(97, SensorState.Fault, "modprobe bluetooth")] // EAFNOSUPPORT
    [InlineData(93, SensorState.Fault, "modprobe bluetooth")] // EPROTONOSUPPORT
    [InlineData(1, SensorState.Fault, "needs no capability")] // EPERM
    [InlineData(13, SensorState.Fault, "bluetoothctl remove 98:7B:F3:01:02:0A")] // EACCES
    [InlineData(16, SensorState.Fault, "bluetoothctl disconnect 98:7B:F3:01:02:0A")] // EBUSY
    [InlineData(31, SensorState.Fault, "as many connections as it can")] // EMLINK
    public void Each_error_says_what_helps(int errno, SensorState state, string says)
    {
        var explained = AwoxFault.Explain(new KernelException("connect", errno), Address);
        explained.State.ShouldBe(state);
        explained.Error.ToString().ShouldContain(says);
    }

    private static BluetoothAddress Parse(string text) => BluetoothAddress.TryParse(text, out var address) ? address : throw new ArgumentException(text);
}
