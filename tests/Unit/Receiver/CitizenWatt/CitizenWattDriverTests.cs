using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Drivers.CitizenWatt;
using PowerMeter.Receiver.Linux;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Sensors;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver.CitizenWatt;

public sealed class CitizenWattDriverTests
{
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly CitizenWattOptions _options = new(SimulatedCitizenWatt.TestKey);
    private readonly SimulatedCitizenWatt _sensor = new(SimulatedCitizenWatt.TestKey);
    private readonly WatchedSink _sink = new();
    private readonly SimulatedNrf24 _radio;
    private readonly SensorMemory _memory = new();

    public CitizenWattDriverTests() => _radio = new SimulatedNrf24(_time);

    [Fact]
    public async Task Packets_become_readings_and_stopping_powers_the_radio_down()
    {
        using var stop = new CancellationTokenSource();
        var running = Driver().RunAsync(_sink, stop.Token);
        await ReceiveAsync(100);
        await ReceiveAsync(200);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(running);
        _sink.Watts.ShouldBe([100, 200]);
        _radio.ChipEnabled.ShouldBeFalse();
        _radio.PoweredUp.ShouldBeFalse();
        _radio.Disposals.ShouldBe(2);
    }

    [Fact]
    public async Task A_radio_that_was_absent_is_found_when_it_is_plugged_in()
    {
        using var stop = new CancellationTokenSource();
        _radio.Wiring = Nrf24Wiring.MisoLow;
        var running = Driver().RunAsync(_sink, stop.Token);
        await RunUntilAsync("it is looked for again and again", () => _sink.Reports.Count >= 3);
        _sink.Reports.Distinct().ShouldHaveSingleItem().State.ShouldBe(SensorState.Absent);
        _radio.Wiring = Nrf24Wiring.Good;
        await ReceiveAsync(100);
        _sink.Reports[^1].ShouldBe((SensorState.Starting, null));
        await StopAsync(stop, running);
    }

    [Fact]
    public async Task A_bus_that_is_gone_is_said_and_opened_again()
    {
        using var stop = new CancellationTokenSource();
        var running = Driver().RunAsync(_sink, stop.Token);
        await ReceiveAsync(100);
        _radio.Broken = new KernelException("ioctl SPI_IOC_MESSAGE /dev/spidev0.0", 19);
        await RunUntilAsync("the loss is said", () => _sink.Reports[^1].State == SensorState.Absent);
        _sink.Reports[^1].Error.ShouldNotBeNull().ShouldStartWith("/dev/spidev0.0 is gone");
        _radio.Broken = null;
        await ReceiveAsync(200);
        _sink.Watts.ShouldBe([100, 200]);
        await StopAsync(stop, running);
    }

    [Fact]
    public async Task Wires_that_read_differently_each_time_have_one_error_text()
    {
        using var stop = new CancellationTokenSource();
        var noise = new NoisyWires();
        var driver = new CitizenWattDriver(_options, TimeSpan.FromSeconds(8), () => noise, () => _radio, Guard(), _time);
        var running = driver.RunAsync(_sink, stop.Token);
        await RunUntilAsync("it is tried again and again", () => _sink.Reports.Count >= 5);
        _sink.Reports.Distinct().ShouldHaveSingleItem().Error.ShouldNotBeNull().ShouldContain("mis-wired");
        await StopAsync(stop, running);
    }

    [Fact]
    public async Task The_last_timer_survives_a_restart_and_pairing_forgets_it()
    {
        var old = _sensor.Measure(100);
        using (var stop = new CancellationTokenSource())
        {
            var running = Driver().RunAsync(_sink, stop.Token);
            await ReceiveAsync(old);
            await StopAsync(stop, running);
        }

        using (var stop = new CancellationTokenSource())
        {
            var driver = Driver();
            var running = driver.RunAsync(_sink, stop.Token);
            var heard = false;
            await RunUntilAsync("the old packet is rejected", () => (heard = heard || _radio.Hear(old)) && _sink.Rejected.Count > 0);
            _sink.Watts.ShouldBe([100]);
            driver.Pair();
            await ReceiveAsync(old);
            _sink.Watts.ShouldBe([100, 100]);
            await StopAsync(stop, running);
        }
    }

    [Fact]
    public void The_kind_keeps_its_key_secret_and_needs_no_device()
    {
        SensorKind.Named("citizenwatt").Secrets.ShouldBe(["aes_key"]);
        CitizenWattOptions.Kind.Device.Required.ShouldBeFalse();
        CitizenWattOptions.Kind.DefaultPeriod.ShouldBe(TimeSpan.FromSeconds(8));
    }

    private CitizenWattDriver Driver() => new(_options, TimeSpan.FromSeconds(8), () => _radio, () => _radio, Guard(), _time);

    private ReplayGuard Guard() => new(_memory.Read("last"), timer => _memory.Write("last", timer));

    private Task ReceiveAsync(ushort watts) => ReceiveAsync(_sensor.Measure(watts));

    /// <summary>Sends until it is heard, as the sensor's own radio does.</summary>
    private async Task ReceiveAsync(RadioPacket packet)
    {
        // Once: what is still in the FIFO when this returns would be another packet.
        var (before, heard) = (_sink.Count, false);
        await RunUntilAsync("a packet becomes a reading", () => (heard = heard || _radio.Hear(packet)) && _sink.Count > before);
    }

    /// <summary>Moves the clock while the driver runs beside.</summary>
    private Task RunUntilAsync(string what, Func<bool> condition) => Eventually.BecomesTrueAsync(what, () =>
    {
        _time.Advance(CitizenWattDriver.PollPeriod);
        return Task.FromResult(condition());
    });

    private static async Task StopAsync(CancellationTokenSource stop, Task running)
    {
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(running);
    }

    /// <summary>Answers anything.</summary>
    private sealed class NoisyWires : ISpiDevice
    {
        private readonly Random _random = new(24);

        public void TransferFullDuplex(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer) => _random.NextBytes(readBuffer);

        public void Dispose()
        {
        }
    }

    /// <summary>For a driver that runs beside the test.</summary>
    private sealed class WatchedSink : ISensorSink
    {
        private readonly Lock _gate = new();
        private readonly CollectingSink _kept = new();

        public int Count => Locked(() => _kept.Readings.Count);

        public IReadOnlyList<double> Watts => Locked(() => _kept.Watts.ToList());

        public IReadOnlyList<string> Rejected => Locked(() => _kept.Rejected.ToList());

        public IReadOnlyList<(SensorState State, string? Error)> Reports => Locked(() => _kept.Reports.ToList());

        public ValueTask AcceptAsync(Reading reading, CancellationToken cancel)
        {
            lock (_gate) return _kept.AcceptAsync(reading, cancel);
        }

        public void Reject(Sentence reason)
        {
            lock (_gate) _kept.Reject(reason);
        }

        public void Report(SensorState state, Sentence? error = null)
        {
            lock (_gate) _kept.Report(state, error);
        }

        private T Locked<T>(Func<T> read)
        {
            lock (_gate) return read();
        }
    }
}
