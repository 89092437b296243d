using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Drivers.Ina219;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver;

public sealed class Ina219ChipTests
{
    private const double Ohms = 0.1;

    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly SimulatedIna219 _model;

    public Ina219ChipTests() => _model = new SimulatedIna219(_time) { BusVolts = 12, ShuntVolts = 1.5 * Ohms };

    [Fact]
    public void It_is_set_up_when_it_is_opened()
    {
        using var chip = Open();
        _model.Read(Ina219Register.Configuration).ShouldBe((ushort)0x3FFF);
        _model.Read(Ina219Register.Calibration).ShouldBe((ushort)4096);
    }

    [Fact]
    public void The_first_reading_waits_for_a_conversion_of_this_setup()
    {
        // A conversion from before is ready, with 0 A.
        _time.Advance(TimeSpan.FromSeconds(1));
        using var chip = Open();
        var wait = chip.Read();
        wait.Outcome.ShouldBe(Ina219Outcome.NotReady);
        _time.Advance(wait.RetryAfter!.Value);
        chip.Read().Amperes.ShouldBe(1.5, 1e-6);
    }

    [Theory]
    [InlineData(1.5, 12, 18)]
    [InlineData(-1.5, 12, -18)]
    [InlineData(0, 12, 0)]
    [InlineData(3.1, 5, 15.5)]
    public void Watts_are_volts_times_signed_amperes(double amperes, double volts, double watts)
    {
        (_model.ShuntVolts, _model.BusVolts) = (amperes * Ohms, volts);
        using var chip = Open();
        _time.Advance(TimeSpan.FromSeconds(1));
        chip.Read().Watts.ShouldBe(watts, 1e-6);
    }

    [Fact]
    public void A_lost_calibration_is_a_fault_and_is_restored_and_a_fresh_conversion_waited_for()
    {
        using var chip = Open();
        _time.Advance(TimeSpan.FromSeconds(1));
        _model.LoseSupply();
        _time.Advance(TimeSpan.FromSeconds(1));
        _model.Read(Ina219Register.Current).ShouldBe((ushort)0);

        var lost = chip.Read();
        lost.Outcome.ShouldBe(Ina219Outcome.Fault);
        lost.Said.ShouldBe(Ina219Chip.Lost);
        _model.Read(Ina219Register.Calibration).ShouldBe((ushort)4096);
        chip.Read().Outcome.ShouldBe(Ina219Outcome.NotReady);
        _time.Advance(lost.RetryAfter!.Value);
        chip.Read().Watts.ShouldBe(18, 1e-6);
    }

    [Theory]
    [InlineData(Ina219Register.Configuration, 0x3998)]
    [InlineData(Ina219Register.Calibration, 8192)]
    public void A_setup_that_something_else_changed_is_a_fault_and_is_restored(byte register, int word)
    {
        using var chip = Open();
        _time.Advance(TimeSpan.FromSeconds(1));
        _model.Write(register, (ushort)word);
        _time.Advance(TimeSpan.FromSeconds(1));
        var changed = chip.Read();
        changed.Said.ShouldBe(Ina219Chip.Changed);
        _time.Advance(changed.RetryAfter!.Value);
        chip.Read().Watts.ShouldBe(18, 1e-6);
    }

    [Fact]
    public void Too_much_current_is_a_fault_and_the_next_good_reading_counts_again()
    {
        using var chip = Open();
        _model.ShuntVolts = 0.5;
        _time.Advance(TimeSpan.FromSeconds(1));
        chip.Read().Said.ShouldBe(Ina219Decoder.ShuntOverflow);
        _model.ShuntVolts = 1.5 * Ohms;
        _time.Advance(TimeSpan.FromSeconds(1));
        chip.Read().Watts.ShouldBe(18, 1e-6);
    }

    [Fact]
    public void No_conversion_is_taken_twice()
    {
        using var chip = Open();
        _time.Advance(TimeSpan.FromSeconds(1));
        chip.Read().Outcome.ShouldBe(Ina219Outcome.Measured);
        var wait = chip.Read();
        wait.Outcome.ShouldBe(Ina219Outcome.NotReady);
        wait.RetryAfter!.Value.TotalMilliseconds.ShouldBeInRange(10, 50);
    }

    [Fact]
    public void A_chip_that_converts_no_more_is_a_fault()
    {
        using var chip = Open();
        _time.Advance(TimeSpan.FromSeconds(1));
        chip.Read().Outcome.ShouldBe(Ina219Outcome.Measured);
        _model.Oscillates = false;
        _time.Advance(TimeSpan.FromSeconds(0.5));
        chip.Read().Outcome.ShouldBe(Ina219Outcome.NotReady);
        _time.Advance(TimeSpan.FromSeconds(0.5));
        chip.Read().Said.ShouldBe(Ina219Chip.Stuck);
        _model.Oscillates = true;
        _time.Advance(TimeSpan.FromSeconds(0.5));
        chip.Read().Watts.ShouldBe(18, 1e-6);
    }

    [Fact]
    public void What_keeps_nothing_is_no_INA219()
    {
        _model.KeepsWrites = false;
        var error = Should.Throw<Ina219Exception>(Open);
        error.State.ShouldBe(SensorState.Fault);
        error.Message.ShouldBe(
            "What answers at 0x45 on /dev/i2c-3 does not keep what is written to it: likely no INA219 (an INA226 has the same addresses). Check address: i2cdetect -y 3 shows what answers.");
    }

    [Fact]
    public void Where_nothing_answers_the_sensor_is_absent()
    {
        using var chip = Open();
        _time.Advance(TimeSpan.FromSeconds(1));
        _model.AbsentErrno = 121;
        var error = Should.Throw<Ina219Exception>(() => chip.Read());
        error.State.ShouldBe(SensorState.Absent);
        error.Message.ShouldBe(
            "Nothing answers at 0x45 on /dev/i2c-3. Check the wiring (VCC, GND, SDA, SCL) and the address (bridges A0 and A1): i2cdetect -y 3 shows what answers.");
    }

    private Ina219Chip Open() => new(_model.Connect(), new Ina219Setup(Ohms, 3.2, 32, 128), "/dev/i2c-3", 0x45, _time);
}
