using FsCheck;
using FsCheck.Fluent;
using PowerMeter.Receiver.Drivers.Ina219;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver;

public sealed class Ina219DecoderTests
{
    private static readonly Ina219Setup Adafruit = new(0.1, 3.2, 32, 128);

    private static readonly int[] Averagings = [1, 2, 4, 8, 16, 32, 64, 128];

    [Fact]
    public void The_usual_board_has_the_usual_setup()
    {
        Adafruit.Configuration.ShouldBe((ushort)0x3FFF);
        Adafruit.Calibration.ShouldBe((ushort)4096);
        Adafruit.AmperesPerBit.ShouldBe(0.0001, 1e-12);
        Adafruit.ConversionTime.TotalMilliseconds.ShouldBe(136.192, 0.001);
    }

    [Theory]
    [InlineData(0.1, 0.4, 16, 1, 0x0447)]
    [InlineData(0.1, 0.8, 32, 1, 0x2C47)]
    [InlineData(0.1, 1.6, 32, 2, 0x34CF)]
    [InlineData(0.1, 1.7, 16, 64, 0x1F77)]
    public void The_configuration_has_range_gain_and_averaging(double ohms, double amperes, int range, int averaging, int configuration) =>
        new Ina219Setup(ohms, amperes, range, averaging).Configuration.ShouldBe((ushort)configuration);

    [Theory]
    [InlineData(0.1, 3.2, 4096)]
    [InlineData(0.1, 2, 4096)]
    [InlineData(0.1, 1, 8192)]
    [InlineData(0.002, 15, 40960)]
    [InlineData(0.002, 160, 4096)]
    [InlineData(0.004, 20, 10240)]
    [InlineData(0.1, 0.001, 40960)]
    [InlineData(0.0001, 3200, 4096)]
    public void The_calibration_follows_from_shunt_and_largest_current(double ohms, double amperes, int calibration) =>
        new Ina219Setup(ohms, amperes, 32, 128).Calibration.ShouldBe((ushort)calibration);

    [Fact]
    public void The_data_sheets_own_example_is_decoded()
    {
        // SBOS448G, 9.2.2.1: 2 milliohms, 1 mA a bit.
        var setup = new Ina219Setup(0.002, 32, 16, 1);
        setup.Calibration.ShouldBe((ushort)0x5000);
        setup.AmperesPerBit.ShouldBe(0.001, 1e-12);
        var result = Ina219Decoder.Decode(setup, 0x5D98, 0x07D0, 0x2710);
        result.Outcome.ShouldBe(Ina219Outcome.Measured);
        result.Volts.ShouldBe(11.98, 1e-9);
        result.Amperes.ShouldBe(10, 1e-9);
        result.Watts.ShouldBe(119.8, 1e-9);
    }

    [Fact]
    public void Reverse_flow_is_negative()
    {
        // Two's complement: the data sheet has 8300h for -320 mV; here -160 mV.
        var result = Ina219Decoder.Decode(Adafruit, 3000 << 3, 0xC180, 0xC180);
        result.Amperes.ShouldBe(-1.6, 1e-9);
        result.Watts.ShouldBe(-19.2, 1e-9);
    }

    [Theory]
    [InlineData(3000 << 3 | 1, 100, 100, "The current is more than max_amps, or than the shunt allows")]
    [InlineData(3000 << 3, 32000, 32000, "The current is more than max_amps, or than the shunt allows")]
    [InlineData(3000 << 3, 0x8300, 0x8300, "The current is more than max_amps, or than the shunt allows")]
    [InlineData(8000 << 3, 100, 100, "The bus voltage is at the end of the chip's range")]
    public void What_is_out_of_range_is_a_fault(int bus, int shunt, int current, string message)
    {
        var result = Ina219Decoder.Decode(Adafruit, (ushort)bus, (ushort)shunt, (ushort)current);
        result.Outcome.ShouldBe(Ina219Outcome.Fault);
        result.Said.ShouldNotBeNull().ToString().ShouldStartWith(message);
    }

    [Fact]
    public void The_bus_ends_at_16_volts_where_the_range_is_so() =>
        Ina219Decoder.Decode(new Ina219Setup(0.1, 3.2, 16, 128), 4000 << 3, 0, 0).Said.ShouldBe(Ina219Decoder.BusOverflow);

    [Fact]
    public void No_registers_and_no_setup_give_a_number_out_of_bounds() => Prop.ForAll((
        from bus in Gen.Choose(0, 0xFFFF)
        from shunt in Gen.Choose(0, 0xFFFF)
        from current in Gen.Choose(0, 0xFFFF)
        from microohms in Gen.Choose(100, 10_000_000)
        from thousandths in Gen.Choose(1, 1000)
        from wide in Gen.Elements(16, 32)
        from averaging in Gen.Elements(Averagings)
        select (Bus: bus, Shunt: shunt, Current: current, Ohms: microohms / 1e6, Part: thousandths / 1e3, Wide: wide, Averaging: averaging)).ToArbitrary(), c =>
    {
        var most = 0.32 / c.Ohms;
        var setup = new Ina219Setup(c.Ohms, Math.Max(0.001, most * c.Part), c.Wide, c.Averaging);
        setup.Calibration.ShouldBeGreaterThan((ushort)1000);
        (setup.Calibration & 1).ShouldBe(0);
        (setup.Configuration & 0xC007).ShouldBe(7);
        var result = Ina219Decoder.Decode(setup, (ushort)c.Bus, (ushort)c.Shunt, (ushort)c.Current);
        if (result.Outcome == Ina219Outcome.Fault)
        {
            result.Said.ShouldNotBeNull();
            return;
        }

        result.Volts.ShouldBeInRange(0, c.Wide);
        Math.Abs(result.Amperes).ShouldBeLessThanOrEqualTo(32768 * setup.AmperesPerBit);
        double.IsFinite(result.Watts).ShouldBeTrue();
        // What fits max_amps fits the register.
        (32767 * setup.AmperesPerBit).ShouldBeGreaterThanOrEqualTo(most * c.Part * 0.999);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));
}
