using NodaTime;
using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Drivers.CitizenWatt;
using PowerMeter.Shared.Sensors;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver.CitizenWatt;

public sealed class CitizenWattSessionTests
{
    [Fact]
    public void A_packet_becomes_a_reading()
    {
        using var bench = new RadioBench();
        bench.Start();
        bench.Send(1234).ShouldBeTrue();
        var reading = bench.Sink.Readings.ShouldHaveSingleItem();
        reading.Watts.ShouldBe(1234);
        reading.Volts.ShouldBe(230);
        reading.Battery.ShouldBe(4.1f);
        reading.Time.ShouldBe(Instant.FromDateTimeOffset(bench.Time.GetUtcNow()));
        bench.Sink.Rejected.ShouldBeEmpty();
    }

    [Fact]
    public void What_the_sensor_did_not_measure_is_not_0()
    {
        using var bench = new RadioBench();
        bench.Start();
        (bench.Sensor.Volts, bench.Sensor.BatteryMillivolts) = (0, 0);
        bench.Send(5);
        bench.Sink.Readings.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            reading => reading.Volts.ShouldBeNull(), reading => reading.Battery.ShouldBeNull());
    }

    [Fact]
    public void Every_packet_in_the_fifo_is_read_and_a_fourth_was_lost()
    {
        using var bench = new RadioBench();
        bench.Start();
        for (ushort watts = 1; watts <= 4; watts++) bench.Radio.Hear(bench.Sensor.Measure(watts));
        bench.Poll();
        bench.Sink.Watts.ShouldBe([1, 2, 3]);
        bench.Radio.Lost.ShouldBe(1);
        bench.Send(5).ShouldBeTrue();
        bench.Sink.Watts.ShouldBe([1, 2, 3, 5]);
        bench.Radio.Register(Nrf24Register.Status).ShouldBe((byte)0x0E); // no RX_DR, FIFO empty
    }

    [Fact]
    public void What_the_radio_had_before_it_was_set_up_is_dropped()
    {
        using var bench = new RadioBench();
        bench.Start();
        bench.Radio.Hear(bench.Sensor.Measure(1));
        bench.Start();
        bench.Send(2);
        bench.Sink.Watts.ShouldBe([2]);
    }

    [Fact]
    public void A_packet_of_another_key_is_rejected_and_the_status_asks_for_the_key_at_once()
    {
        using var bench = new RadioBench(new CitizenWattOptions(new byte[16]));
        bench.Start();
        bench.Send(100);
        bench.Sink.Readings.ShouldBeEmpty();
        bench.Sink.Rejected.ShouldBe(["a packet that was not made with this AES key"]);
        bench.Last.State.ShouldBe(SensorState.Fault);
        bench.Last.Error.ShouldNotBeNull().ShouldContain("wrong AES key?");
        for (var i = 0; i < 10; i++)
        {
            bench.Run(8);
            bench.Send(100);
        }

        bench.Sink.Rejected.Count.ShouldBe(11);
        bench.Sink.Reports.Count(report => report.State == SensorState.Fault).ShouldBe(1); // said once, not for each packet
    }

    [Fact]
    public void The_right_key_after_a_wrong_one_is_taken()
    {
        using var bench = new RadioBench();
        bench.Start();
        bench.Radio.Hear(new SimulatedCitizenWatt(new byte[16]).Measure(1));
        bench.Poll();
        bench.Last.State.ShouldBe(SensorState.Fault);
        bench.Send(2);
        bench.Run(20);
        bench.Sink.Watts.ShouldBe([2]);
        bench.Sink.Reports.Count.ShouldBe(2); // the reading itself says that the sensor runs
    }

    [Fact]
    public void A_neighbours_sensor_with_the_same_address_is_counted_and_no_fault()
    {
        using var bench = new RadioBench();
        var neighbour = new SimulatedCitizenWatt([.. Enumerable.Repeat((byte)7, 16)]);
        bench.Start();
        for (var i = 0; i < 10; i++)
        {
            bench.Run(4);
            bench.Send((ushort)i);
            bench.Run(4);
            bench.Radio.Hear(neighbour.Measure(999)).ShouldBeTrue();
        }

        bench.Run(1);
        bench.Sink.Watts.ShouldBe(Enumerable.Range(0, 10).Select(i => (double)i));
        bench.Sink.Rejected.Count.ShouldBe(10);
        bench.Sink.Reports.ShouldBe([(SensorState.Starting, null)]);
    }

    [Fact]
    public void An_old_packet_is_no_second_sample()
    {
        using var bench = new RadioBench();
        bench.Start();
        var old = bench.Sensor.Measure(100);
        bench.Radio.Hear(old);
        bench.Send(200);
        bench.Radio.Hear(old);
        bench.Poll();
        bench.Sink.Watts.ShouldBe([100, 200]);
        bench.Sink.Rejected.ShouldBe(["a packet that is not newer than the last one: its timer is 16000 ms, the last one's 24000 ms"]);
    }

    [Fact]
    public void The_same_packet_again_is_no_second_sample()
    {
        using var bench = new RadioBench();
        bench.Start();
        var packet = bench.Sensor.Measure(100);
        for (var i = 0; i < 3; i++) bench.Radio.Hear(packet);
        bench.Poll();
        bench.Sink.Watts.ShouldBe([100]);
        bench.Sink.Rejected.Count.ShouldBe(2);
    }

    [Fact]
    public void A_restarted_sensor_is_a_fault_that_asks_for_pairing_and_pairing_takes_it()
    {
        using var bench = new RadioBench(lastTimer: 5_000_000);
        bench.Start();
        bench.Send(100);
        bench.Sink.Readings.ShouldBeEmpty();
        bench.Last.State.ShouldBe(SensorState.Fault);
        bench.Last.Error.ShouldNotBeNull().ShouldContain("press Pair");

        bench.Guard.Forget();
        bench.Remembered.ShouldBe(0);
        bench.Send(200);
        bench.Sink.Watts.ShouldBe([200]);
        bench.Remembered.ShouldBe(bench.Sensor.Timer);
    }

    [Theory]
    [InlineData(25_001, 230, 4100)]
    [InlineData(100, 501, 4100)]
    [InlineData(100, 230, 20_001)]
    public void What_cannot_be_is_rejected_and_said(ushort watts, ushort volts, ushort millivolts)
    {
        using var bench = new RadioBench();
        bench.Start();
        (bench.Sensor.Volts, bench.Sensor.BatteryMillivolts) = (volts, millivolts);
        bench.Send(watts);
        bench.Sink.Readings.ShouldBeEmpty();
        bench.Sink.Rejected.ShouldHaveSingleItem().ShouldStartWith($"{watts} W, {volts} V, battery {millivolts} mV");
        bench.Last.State.ShouldBe(SensorState.Fault);
        bench.Last.Error.ShouldNotBeNull().ShouldContain("none is within 0 to 25000 W");
    }

    [Fact]
    public void Bounds_are_included()
    {
        using var bench = new RadioBench(new CitizenWattOptions(SimulatedCitizenWatt.TestKey, MinWatts: 10, MaxWatts: 20));
        bench.Start();
        foreach (ushort watts in new[] { 9, 10, 20, 21 }) bench.Send(watts);
        bench.Sink.Watts.ShouldBe([10, 20]);
    }

    [Theory]
    [InlineData(8, 30)]
    [InlineData(20, 60)]
    public void Silence_is_thirty_seconds_or_three_periods(int periodSeconds, int silentAfterSeconds)
    {
        using var bench = new RadioBench(period: TimeSpan.FromSeconds(periodSeconds));
        bench.Start();
        bench.Send(100);
        bench.Run(silentAfterSeconds - 0.1);
        bench.Sink.Reports.ShouldBe([(SensorState.Starting, null)]);
        bench.Run(0.2);
        bench.Last.State.ShouldBe(SensorState.Silent);
        bench.Last.Error.ShouldNotBeNull().ShouldContain("hears no packet");
        bench.Run(100);
        bench.Sink.Reports.Count.ShouldBe(2);
        bench.Send(50);
        bench.Sink.Watts.ShouldBe([100, 50]);
    }

    [Fact]
    public void A_wrong_key_that_goes_silent_is_silence()
    {
        using var bench = new RadioBench(new CitizenWattOptions(new byte[16]));
        bench.Start();
        bench.Send(100);
        bench.Run(31);
        bench.Sink.Reports.Select(report => report.State).ShouldBe([SensorState.Starting, SensorState.Fault, SensorState.Silent]);
    }

    [Fact]
    public void Something_else_on_the_channel_is_said()
    {
        using var bench = new RadioBench();
        bench.Start();
        bench.Radio.Carrier = true;
        bench.Run(31);
        bench.Last.State.ShouldBe(SensorState.Silent);
        bench.Last.Error.ShouldNotBeNull().ShouldContain("hears something on channel 76");
    }

    [Theory]
    [InlineData("rate")]
    [InlineData("channel")]
    [InlineData("address")]
    [InlineData("crc")]
    [InlineData("ce")]
    public void A_radio_that_is_set_otherwise_than_the_sensor_is_silent_and_the_settings_are_named(string what)
    {
        var right = new CitizenWattOptions(SimulatedCitizenWatt.TestKey);
        using var bench = new RadioBench(what switch
        {
            "rate" => right with { Rate = RadioRate.Medium },
            "channel" => right with { Channel = 77 },
            "address" => right with { Address = 0xE056D446D1 },
            "crc" => right with { CrcBytes = 1 },
            _ => right,
        });
        if (what == "ce") bench.Radio.Wiring = Nrf24Wiring.ChipEnableLoose;
        bench.Start();
        for (var i = 0; i < 5; i++)
        {
            bench.Send(1).ShouldBeFalse();
            bench.Run(8);
        }

        bench.Sink.Readings.ShouldBeEmpty();
        bench.Last.State.ShouldBe(SensorState.Silent);
        foreach (var setting in new[] { "address (0xE056D446D", "channel (7", "rate (", "crc_bytes (", "ce_line (22" })
            bench.Last.Error.ShouldNotBeNull().ShouldContain(setting);
    }

    [Theory]
    [InlineData(RadioRate.Low, 1)]
    [InlineData(RadioRate.Medium, 2)]
    [InlineData(RadioRate.High, 1)]
    public void Any_rate_and_checksum_length_that_both_agree_on_is_heard(RadioRate rate, int crcBytes)
    {
        using var bench = new RadioBench(new CitizenWattOptions(SimulatedCitizenWatt.TestKey, Rate: rate, CrcBytes: crcBytes, Channel: 1, Address: 0x0102030405));
        bench.Start();
        bench.Radio.Hear(bench.Sensor.Measure(7) with { Rate = rate, CrcBytes = crcBytes, Channel = 1, Address = 0x0102030405 }).ShouldBeTrue();
        bench.Poll();
        bench.Sink.Watts.ShouldBe([7]);
    }
}
