using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Drivers.Ina219;
using PowerMeter.Receiver.Linux;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver;

public sealed class Ina219FaultTests
{
    [Theory]
    [InlineData(2, SensorState.Absent, "dtparam=i2c_arm=on")]
    [InlineData(2, SensorState.Absent, "modprobe i2c-dev")]
    [InlineData(19, SensorState.Absent, "There is no /dev/i2c-1")]
    [InlineData(13, SensorState.Fault, "usermod -aG i2c USER")]
    [InlineData(1, SensorState.Fault, "usermod -aG i2c USER")]
    [InlineData(25, SensorState.Fault, "/dev/i2c-1 is no I²C bus")]
    [InlineData(22, SensorState.Fault, "/dev/i2c-1 is no I²C bus")]
    [InlineData(21, SensorState.Fault, "/dev/i2c-1 is no I²C bus")]
    [InlineData(24, SensorState.Fault, "open /dev/i2c-1: Too many open files")]
    public void An_error_of_opening_the_bus_says_what_helps(int errno, SensorState state, string part) =>
        ShouldSay(Ina219Fault.Opening(new KernelException("open /dev/i2c-1", errno), "/dev/i2c-1"), state, part);

    [Theory]
    [InlineData(6, SensorState.Absent, "Nothing answers at 0x4A on /dev/i2c-1. Check the wiring")]
    [InlineData(5, SensorState.Absent, "Nothing answers at 0x4A")]
    [InlineData(121, SensorState.Absent, "i2cdetect -y 1 shows what answers")]
    [InlineData(110, SensorState.Absent, "is SDA or SCL held down")]
    [InlineData(110, SensorState.Absent, "dtparam=i2c_arm=on")]
    [InlineData(95, SensorState.Fault, "knows no SMBus word transfers")]
    [InlineData(11, SensorState.Fault, "ioctl I2C_SMBUS /dev/i2c-1: Resource temporarily unavailable")]
    public void An_error_of_a_transfer_says_what_helps(int errno, SensorState state, string part) =>
        ShouldSay(Ina219Fault.Transfer(new KernelException("ioctl I2C_SMBUS /dev/i2c-1", errno), "/dev/i2c-1", 0x4A), state, part);

    [Theory]
    [InlineData(2, SensorState.Absent, "/sys/x is gone")]
    [InlineData(19, SensorState.Absent, "/sys/x is gone")]
    [InlineData(6, SensorState.Absent, "The chip behind /sys/x does not answer. Check its wiring")]
    [InlineData(121, SensorState.Absent, "does not answer")]
    [InlineData(13, SensorState.Fault, "/sys/x may not be read by the Receiver's user")]
    [InlineData(24, SensorState.Fault, "Too many open files")]
    public void An_error_of_a_drivers_file_says_what_helps(int errno, SensorState state, string part) =>
        ShouldSay(Ina219Fault.Attribute(new KernelException("open /sys/x/in1_input", errno), "/sys/x"), state, part);

    private static void ShouldSay(Ina219Exception error, SensorState state, string part)
    {
        error.State.ShouldBe(state);
        error.Message.ShouldContain(part);
        error.InnerException.ShouldBeOfType<KernelException>();
    }
}
