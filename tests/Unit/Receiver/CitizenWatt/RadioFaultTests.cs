using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Drivers.CitizenWatt;
using PowerMeter.Receiver.Linux;
using PowerMeter.Shared.Sensors;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver.CitizenWatt;

/// <summary>What the kernel's errors mean for the user; the first ones are the kernel's own.</summary>
public sealed class RadioFaultTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly CitizenWattOptions _options = new(SimulatedCitizenWatt.TestKey);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_missing_SPI_device_says_how_to_enable_SPI() =>
        Spi(_directory.File("spidev0.0")).ShouldSatisfyAllConditions(
            e => e.State.ShouldBe(SensorState.Absent), e => e.Message.ShouldContain("dtparam=spi=on"));

    [Fact]
    public void A_file_is_no_SPI_device() => Spi(RegularFile()).ShouldSatisfyAllConditions(
        e => e.State.ShouldBe(SensorState.Fault), e => e.Message.ShouldContain("is no SPI device"));

    [Fact]
    public void A_missing_chip_says_which_setting() => Line(_directory.File("gpiochip0")).ShouldSatisfyAllConditions(
        e => e.State.ShouldBe(SensorState.Absent), e => e.Message.ShouldContain("Set gpio_chip"));

    [Fact]
    public void A_file_is_no_GPIO_chip() => Line(RegularFile()).ShouldSatisfyAllConditions(
        e => e.State.ShouldBe(SensorState.Fault), e => e.Message.ShouldContain("is no GPIO chip"));

    [Theory]
    [InlineData(13, SensorState.Fault, "usermod -aG spi USER")]
    [InlineData(16, SensorState.Fault, "in use by another program")]
    [InlineData(19, SensorState.Absent, "is gone")]
    [InlineData(108, SensorState.Absent, "is gone")]
    [InlineData(22, SensorState.Fault, "at 1000000 Hz")]
    [InlineData(5, SensorState.Fault, "ioctl")]
    public void An_SPI_error_says_what_helps(int errno, SensorState state, string text)
    {
        var fault = RadioFault.OfSpi(new KernelException("ioctl", errno), _options);
        fault.State.ShouldBe(state);
        fault.Message.ShouldContain(text);
    }

    [Theory]
    [InlineData(13, "", SensorState.Fault, "usermod -aG gpio USER")]
    [InlineData(16, "spi0 CS0", SensorState.Fault, "Line 22 of /dev/gpiochip0, set as ce_line, is in use by 'spi0 CS0'")]
    [InlineData(16, "", SensorState.Fault, "is in use by another program or driver")]
    [InlineData(22, "", SensorState.Fault, "has no line 22")]
    [InlineData(19, "", SensorState.Absent, "is gone")]
    [InlineData(5, "", SensorState.Fault, "ioctl")]
    public void A_GPIO_error_says_what_helps(int errno, string consumer, SensorState state, string text)
    {
        var fault = RadioFault.OfLine(new KernelException("ioctl", errno), "/dev/gpiochip0", 22, consumer);
        fault.State.ShouldBe(state);
        fault.Message.ShouldContain(text);
    }

    [Fact]
    public void The_header_is_found_by_its_label_on_every_Raspberry_Pi()
    {
        HeaderGpio.Choose([("/dev/gpiochip0", "brcmstb"), ("/dev/gpiochip4", "pinctrl-rp1")]).ShouldBe("/dev/gpiochip4");
        HeaderGpio.Choose([("/dev/gpiochip0", "pinctrl-rp1"), ("/dev/gpiochip10", "brcmstb")]).ShouldBe("/dev/gpiochip0");
        HeaderGpio.Choose([("/dev/gpiochip1", "raspberrypi-exp-gpio"), ("/dev/gpiochip2", "pinctrl-bcm2711")]).ShouldBe("/dev/gpiochip2");
        HeaderGpio.Choose([("/dev/gpiochip3", "pinctrl-bcm2835")]).ShouldBe("/dev/gpiochip3");
        HeaderGpio.Choose([("/dev/gpiochip3", "something")]).ShouldBe("/dev/gpiochip0");
        HeaderGpio.Choose([]).ShouldBe("/dev/gpiochip0");
    }

    [Fact]
    public void What_is_no_chip_is_passed_over()
    {
        File.WriteAllText(_directory.File("gpiochip0"), "");
        HeaderGpio.Chips(_directory.Path).ShouldBeEmpty();
    }

    private RadioException Spi(string path) => Should.Throw<RadioException>(() => RadioDoors.OpenSpi(_options with { Device = path }));

    private RadioException Line(string path) => Should.Throw<RadioException>(() => RadioDoors.OpenChipEnable(_options with { GpioChip = path }));

    private string RegularFile()
    {
        var path = _directory.File("file");
        File.WriteAllText(path, "");
        return path;
    }
}
