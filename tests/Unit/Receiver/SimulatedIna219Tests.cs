using PowerMeter.Receiver.Drivers.Ina219;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver;

/// <summary>The model of the chip is what the data sheet says: the driver's tests stand on it.</summary>
public sealed class SimulatedIna219Tests
{
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly SimulatedIna219 _chip;

    public SimulatedIna219Tests() => _chip = new SimulatedIna219(_time);

    [Fact]
    public void It_computes_the_data_sheets_own_example()
    {
        // SBOS448G, 9.2.2.1: 10 A through 2 milliohms at 12 V.
        (_chip.ShuntVolts, _chip.BusVolts) = (0.020, 11.98);
        _chip.Write(Ina219Register.Configuration, 0x019F);
        _chip.Write(Ina219Register.Calibration, 0x5000);
        _time.Advance(TimeSpan.FromMilliseconds(2));
        _chip.Read(Ina219Register.Shunt).ShouldBe((ushort)0x07D0);
        (_chip.Read(Ina219Register.Bus) & ~Ina219Register.BusReady).ShouldBe(0x5D98);
        _chip.Read(Ina219Register.Current).ShouldBe((ushort)0x2710);
        _chip.Read(Ina219Register.Power).ShouldBe((ushort)0x1766);
    }

    [Fact]
    public void The_supplys_dip_leaves_the_reset_values()
    {
        _chip.Write(Ina219Register.Configuration, 0x3FFF);
        _chip.Write(Ina219Register.Calibration, 4096);
        _chip.LoseSupply();
        _chip.Read(Ina219Register.Configuration).ShouldBe((ushort)0x399F);
        _chip.Read(Ina219Register.Calibration).ShouldBe((ushort)0);
    }

    [Fact]
    public void Bit_0_of_the_calibration_is_always_0()
    {
        _chip.Write(Ina219Register.Calibration, 0xFFFF);
        _chip.Read(Ina219Register.Calibration).ShouldBe((ushort)0xFFFE);
    }

    [Fact]
    public void The_ready_bit_is_set_by_a_conversion_and_cleared_by_reading_the_power()
    {
        _chip.Write(Ina219Register.Configuration, 0x3FFF);
        _time.Advance(TimeSpan.FromMilliseconds(136));
        Ready().ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Ready().ShouldBeTrue();
        Ready().ShouldBeTrue();
        _chip.Read(Ina219Register.Power);
        Ready().ShouldBeFalse();
    }

    [Theory]
    [InlineData(0x219F, 4000)]
    [InlineData(0x299F, 8000)]
    [InlineData(0x319F, 16000)]
    [InlineData(0x399F, 32000)]
    public void The_shunts_voltage_ends_where_the_gain_says(int configuration, int limit)
    {
        _chip.Write(Ina219Register.Configuration, (ushort)configuration);
        _chip.ShuntVolts = -1;
        _time.Advance(TimeSpan.FromMilliseconds(2));
        unchecked((short)_chip.Read(Ina219Register.Shunt)).ShouldBe((short)-limit);
    }

    [Fact]
    public void The_overflow_bit_is_set_when_the_current_does_not_fit()
    {
        _chip.Write(Ina219Register.Calibration, 0xFFFE);
        _chip.ShuntVolts = 0.0204;
        _time.Advance(TimeSpan.FromMilliseconds(2));
        (_chip.Read(Ina219Register.Bus) & Ina219Register.BusOverflow).ShouldBe(0);
        _chip.ShuntVolts = 0.0206;
        _time.Advance(TimeSpan.FromMilliseconds(2));
        (_chip.Read(Ina219Register.Bus) & Ina219Register.BusOverflow).ShouldBe(1);
    }

    private bool Ready() => (_chip.Read(Ina219Register.Bus) & Ina219Register.BusReady) != 0;
}
