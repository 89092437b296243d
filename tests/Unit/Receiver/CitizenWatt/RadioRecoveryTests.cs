using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Drivers.CitizenWatt;
using PowerMeter.Shared.Sensors;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver.CitizenWatt;

/// <summary>What a radio does that is not as it should be.</summary>
public sealed class RadioRecoveryTests
{
    [Theory]
    [InlineData(Nrf24Wiring.MisoLow, SensorState.Absent, "every register reads as 0x00")]
    [InlineData(Nrf24Wiring.MisoHigh, SensorState.Absent, "every register reads as 0xFF")]
    [InlineData(Nrf24Wiring.MosiLoose, SensorState.Fault, "0x02 was written to register EN_AA (01) and 0x08 is read back. Check MOSI (pin 19)")]
    public void A_radio_that_cannot_be_set_up_says_what_it_looks_like(Nrf24Wiring wiring, SensorState state, string text)
    {
        using var bench = new RadioBench();
        bench.Radio.Wiring = wiring;
        var e = Should.Throw<RadioException>(bench.Start);
        e.State.ShouldBe(state);
        e.Message.ShouldContain(text);
        bench.Radio.ChipEnabled.ShouldBeFalse();
    }

    [Fact]
    public void A_radio_without_plus_says_that_it_has_no_low_rate()
    {
        using var bench = new RadioBench(plus: false);
        Should.Throw<RadioException>(bench.Start).Message.ShouldContain("an nRF24L01 without plus");
    }

    [Fact]
    public void A_radio_without_plus_does_for_1_Mbps()
    {
        using var bench = new RadioBench(new CitizenWattOptions(SimulatedCitizenWatt.TestKey, Rate: RadioRate.Medium), plus: false);
        bench.Start();
        bench.Radio.Hear(bench.Sensor.Measure(5) with { Rate = RadioRate.Medium }).ShouldBeTrue();
    }

    [Fact]
    public void A_radio_that_lost_its_supply_for_a_moment_is_set_up_again_within_ten_seconds()
    {
        using var bench = new RadioBench();
        bench.Start();
        bench.Send(1);
        bench.Radio.BrownOut();
        bench.Send(2).ShouldBeFalse();
        bench.Run(10.1);
        bench.Send(3).ShouldBeTrue();
        bench.Sink.Watts.ShouldBe([1, 3]);
        bench.Sink.Reports.Count.ShouldBe(2);
        bench.Last.State.ShouldBe(SensorState.Starting);
        bench.Last.Error.ShouldNotBeNull().ShouldContain("lost its settings");
    }

    [Theory]
    [InlineData(Nrf24Register.AutoAcknowledge)]
    [InlineData(Nrf24Register.EnabledPipes)]
    [InlineData(Nrf24Register.AddressWidth)]
    [InlineData(Nrf24Register.Retransmit)]
    [InlineData(Nrf24Register.Channel)]
    [InlineData(Nrf24Register.RadioSetup)]
    [InlineData(Nrf24Register.Pipe1Address)]
    [InlineData(Nrf24Register.Pipe1Length)]
    [InlineData(Nrf24Register.DynamicLength)]
    [InlineData(Nrf24Register.Feature)]
    [InlineData(Nrf24Register.Config)]
    public void Any_one_register_that_changed_is_seen(byte register)
    {
        using var bench = new RadioBench();
        bench.Start();
        var before = bench.Radio.Register(register);
        bench.Radio.Disturb(register, (byte)(before ^ 1));
        bench.Run(10.1);
        bench.Radio.Register(register).ShouldBe(before);
        bench.Last.Error.ShouldNotBeNull().ShouldContain($"({register:X2}) had changed");
    }

    [Fact]
    public void A_supply_that_dips_again_and_again_is_a_fault_that_stays_the_same()
    {
        using var bench = new RadioBench();
        bench.Start();
        for (var i = 0; i < 10; i++)
        {
            bench.Radio.BrownOut();
            bench.Run(10.1);
        }

        bench.Last.State.ShouldBe(SensorState.Fault);
        bench.Last.Error.ShouldNotBeNull().ShouldContain("10 µF");
        bench.Sink.Reports.Where(report => report.State == SensorState.Fault).Distinct().Count().ShouldBe(1);
        bench.Sink.Reports.SkipWhile(report => report.State != SensorState.Fault).ShouldAllBe(report => report.State == SensorState.Fault);
    }

    [Theory]
    [InlineData(Nrf24Wiring.MisoLow)]
    [InlineData(Nrf24Wiring.MisoHigh)]
    public void A_radio_that_is_unplugged_is_missed_at_the_next_look_and_gives_no_packet(Nrf24Wiring wiring)
    {
        using var bench = new RadioBench();
        bench.Start();
        bench.Send(1);
        bench.Radio.Wiring = wiring;
        Should.Throw<RadioException>(() => bench.Poll()).State.ShouldBe(SensorState.Absent);
        bench.Sink.Watts.ShouldBe([1]);
        bench.Sink.Rejected.ShouldBeEmpty();
    }
}
