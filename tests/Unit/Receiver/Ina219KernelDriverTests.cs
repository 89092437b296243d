using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Drivers.Ina219;
using PowerMeter.Receiver.Linux;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver;

/// <summary>hwmon and IIO, on a directory tree that looks like theirs, read through the real kernel calls.</summary>
public sealed class Ina219KernelDriverTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly KernelTree _tree;
    private readonly AttributeFiles _files = new();

    public Ina219KernelDriverTests() => _tree = new KernelTree(_directory);

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(1500, 12_000, 18)]
    [InlineData(-1500, 12_000, -18)]
    [InlineData(0, 0, 0)]
    public void Hwmon_says_millivolts_and_signed_milliamperes(int milliamperes, int millivolts, double watts)
    {
        var (chip, path) = Hwmon();
        KernelTree.Set(path, ("shunt_resistor", "100000"), ("curr1_input", $"{milliamperes}"), ("in1_input", $"{millivolts}"), ("power1_input", "99000000"));
        var result = chip.Read();
        result.Watts.ShouldBe(watts, 1e-9);
        result.Said.ShouldBeNull();
    }

    [Fact]
    public void The_kernels_wrong_shunt_is_put_right_and_that_reading_not_taken()
    {
        var (chip, path) = Hwmon();
        KernelTree.Set(path, ("curr1_input", "15000"), ("in1_input", "12000"));
        chip.Read().Outcome.ShouldBe(Ina219Outcome.NotReady);
        File.ReadAllText($"{path}/shunt_resistor").ShouldBe("100000");
        KernelTree.Set(path, ("curr1_input", "1500"));
        chip.Read().Amperes.ShouldBe(1.5, 1e-9);
    }

    [Fact]
    public void A_shunt_that_only_root_may_put_right_is_made_up_for_and_the_command_said()
    {
        var (chip, path) = Hwmon();
        File.SetUnixFileMode($"{path}/shunt_resistor", UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        KernelTree.Set(path, ("curr1_input", "15007"), ("in1_input", "12000"));
        var result = OtherUser.Run(chip.Read);
        result.Amperes.ShouldBe(1.5007, 1e-9);
        result.Said.ShouldNotBeNull().ToString().ShouldBe(
            $"The kernel takes the shunt for 0.01 ohm, and shunt_ohms is 0.1: the readings are corrected here. To put it right for every program: echo 100000 | sudo tee {path}/shunt_resistor");
        OtherUser.Run(chip.Read).Said.ShouldBe(result.Said);

        // The user does so.
        KernelTree.Set(path, ("shunt_resistor", "100000"), ("curr1_input", "1501"));
        result = OtherUser.Run(chip.Read);
        result.Amperes.ShouldBe(1.501, 1e-9);
        result.Said.ShouldBeNull();
    }

    [Fact]
    public void A_driver_that_was_loaded_again_has_its_default_shunt_and_is_put_right_again()
    {
        var (chip, path) = Hwmon();
        KernelTree.Set(path, ("shunt_resistor", "100000"));
        chip.Read().Outcome.ShouldBe(Ina219Outcome.Measured);
        KernelTree.Set(path, ("shunt_resistor", "10000"));
        chip.Read().Outcome.ShouldBe(Ina219Outcome.NotReady);
        chip.Read().Outcome.ShouldBe(Ina219Outcome.Measured);
    }

    [Theory]
    [InlineData("in0_input", "320", "The current is more than the chip measures")]
    [InlineData("in0_input", "-320", "The current is more than the chip measures")]
    [InlineData("in1_input", "32000", "The bus voltage is at the end of the chip's range")]
    public void Hwmons_readings_at_the_end_of_the_range_are_faults(string file, string text, string message)
    {
        var (chip, path) = Hwmon();
        KernelTree.Set(path, ("shunt_resistor", "100000"), (file, text));
        chip.Read().Said.ShouldNotBeNull().ToString().ShouldStartWith(message);
    }

    [Theory]
    [InlineData(5000, 1000, 10, 2)]
    [InlineData(-5000, 3000, -10, 2)]
    [InlineData(1, 3000, 0.002, 0.0004)]
    public void Iio_is_read_at_the_shunts_full_resolution_whatever_shunt_the_kernel_believes_in(int shuntRaw, int busRaw, double amperes, double tolerance)
    {
        var path = _tree.AddIio(0, 1, 0x40);
        // The calibration is lost: the kernel's current stays 0.
        KernelTree.Set(path, ("in_voltage0_raw", $"{shuntRaw}"), ("in_voltage1_raw", $"{busRaw}"), ("in_current3_raw", "0"));
        var result = new Ina219Iio(new Ina219Attributes(_files, path), 0.005, 8).Read();
        result.Amperes.ShouldBe(amperes, tolerance * 1e-6);
        result.Volts.ShouldBe(busRaw * 0.004, 1e-9);
    }

    [Theory]
    [InlineData("0.125000000", 31999, true)]
    [InlineData("0.125000000", 32000, false)]
    [InlineData("0.125000000", -32000, false)]
    [InlineData("1.000000000", 3999, true)]
    [InlineData("1.000000000", 4000, false)]
    public void Iios_shunt_ends_where_its_gain_says(string gain, int raw, bool measured)
    {
        var path = _tree.AddIio(0, 1, 0x40);
        KernelTree.Set(path, ("in_voltage0_hardwaregain", gain), ("in_voltage0_raw", $"{raw}"));
        var result = new Ina219Iio(new Ina219Attributes(_files, path), 0.1, 8).Read();
        result.Said.ShouldBe(measured ? null : Ina219Decoder.ShuntAtLimit);
    }

    [Fact]
    public void A_driver_that_let_the_chip_go_makes_the_sensor_absent()
    {
        var (chip, path) = Hwmon();
        File.Delete($"{path}/shunt_resistor");
        var error = Should.Throw<Ina219Exception>(() => chip.Read());
        error.State.ShouldBe(SensorState.Absent);
        error.Message.ShouldBe($"{path} is gone: the kernel driver has let the chip go. It is looked for again.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("much")]
    [InlineData("NaN")]
    public void What_is_no_number_is_a_fault(string text)
    {
        var (chip, path) = Hwmon();
        KernelTree.Set(path, ("shunt_resistor", "100000"), ("curr1_input", text));
        Should.Throw<Ina219Exception>(() => chip.Read()).Message.ShouldBe($"{path}/curr1_input is no number: is it the file of another driver?");
    }

    [Fact]
    public void A_kernels_shunt_of_nothing_is_a_fault()
    {
        var (chip, path) = Hwmon();
        KernelTree.Set(path, ("shunt_resistor", "0"));
        Should.Throw<Ina219Exception>(() => chip.Read()).State.ShouldBe(SensorState.Fault);
    }

    private (Ina219Hwmon Chip, string Path) Hwmon()
    {
        var path = _tree.AddHwmon(2, 1, 0x40);
        return (new Ina219Hwmon(new Ina219Attributes(_files, path), 0.1, 8), path);
    }
}
