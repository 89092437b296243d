using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Drivers.Ina219;
using PowerMeter.Shared.Sensors;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver;

public sealed class Ina219SessionTests : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly CollectingSink _sink = new();
    private readonly SimulatedIna219 _model;
    private readonly TemporaryDirectory _directory = new();

    public Ina219SessionTests() => _model = new SimulatedIna219(_time) { BusVolts = 12, ShuntVolts = 0.15 };

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_period_is_a_sample_whatever_a_reading_takes()
    {
        using var session = OnBus();
        await RunAsync(session, TimeSpan.FromSeconds(10));
        _sink.Readings.Count.ShouldBe(20);
        _sink.Watts.ShouldAllBe(watts => Math.Abs(watts - 18) < 1e-6);
        _sink.Readings[0].Volts!.Value.ShouldBe(12, 1e-5f);
        _sink.Rejected.ShouldBeEmpty();
        var times = _sink.Readings.Select(reading => reading.Time).ToList();
        for (var i = 2; i < times.Count; i++) (times[i] - times[i - 1]).TotalMilliseconds.ShouldBe(500, 1);
    }

    [Fact]
    public async Task A_lost_calibration_is_said_and_counted_and_never_0_watts()
    {
        using var session = OnBus();
        await RunAsync(session, TimeSpan.FromSeconds(2));
        _model.LoseSupply();
        await RunAsync(session, TimeSpan.FromSeconds(2));
        _sink.Watts.ShouldAllBe(watts => Math.Abs(watts - 18) < 1e-6);
        _sink.Rejected.ShouldBe([Ina219Chip.Lost.ToString()]);
        _sink.Reports[^1].ShouldBe((SensorState.Fault, Ina219Chip.Lost.ToString()));
        _sink.Readings.Count.ShouldBeGreaterThanOrEqualTo(7);
    }

    [Fact]
    public async Task A_chip_that_is_absent_is_looked_for_until_it_is_back()
    {
        using var session = OnBus();
        await RunAsync(session, TimeSpan.FromSeconds(2));
        _model.AbsentErrno = 121;
        await RunAsync(session, TimeSpan.FromMinutes(1));
        var before = _sink.Readings.Count;
        _sink.Reports.ShouldAllBe(report => report.State == SensorState.Absent || report.State == SensorState.Starting);
        _sink.Reports[^1].Error.ShouldNotBeNull().ShouldStartWith("Nothing answers at 0x40 on /dev/i2c-1.");
        _sink.Reports.Where(report => report.State == SensorState.Absent).Select(report => report.Error).Distinct().Count().ShouldBe(1);
        _model.OpenConnections.ShouldBe(0);

        // Its supply was away as well.
        _model.LoseSupply();
        _model.AbsentErrno = 0;
        await RunAsync(session, TimeSpan.FromSeconds(2));
        _sink.Readings.Count.ShouldBeGreaterThan(before);
        _sink.Reports[^1].ShouldBe((SensorState.Starting, null));
        _sink.Watts.ShouldAllBe(watts => Math.Abs(watts - 18) < 1e-6);
    }

    [Fact]
    public async Task Too_much_current_is_a_fault_as_long_as_it_lasts()
    {
        using var session = OnBus();
        _model.ShuntVolts = 0.4;
        await RunAsync(session, TimeSpan.FromSeconds(5));
        _sink.Readings.ShouldBeEmpty();
        _sink.Reports.Where(report => report.State == SensorState.Fault).Select(report => report.Error).Distinct().ShouldBe([Ina219Decoder.ShuntOverflow.ToString()]);
        _model.ShuntVolts = 0.15;
        await RunAsync(session, TimeSpan.FromSeconds(1));
        _sink.Watts.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Watts_outside_the_bounds_are_rejected_with_one_unchanging_error()
    {
        using var session = OnBus(new Ina219Options(MaxWatts: 10));
        await RunAsync(session, TimeSpan.FromSeconds(1));
        _model.BusVolts = 13;
        await RunAsync(session, TimeSpan.FromSeconds(1));
        _sink.Readings.ShouldBeEmpty();
        _sink.Rejected.Distinct().ShouldBe(["18 W, which is not within -10000 to 10 W", "19.5 W, which is not within -10000 to 10 W"]);
        _sink.Reports.Where(report => report.State == SensorState.Fault).Select(report => report.Error).Distinct().ShouldHaveSingleItem()
            .ShouldBe("The chip says a power outside min_w and max_w, which are -10000 and 10 W. Check these, shunt_ohms (0.1) and the wiring of the shunt.");
    }

    [Theory]
    [InlineData(17.9, 18)]
    [InlineData(18.1, 0)]
    public async Task A_power_below_the_noise_floor_counts_as_0(double floor, double watts)
    {
        using var session = OnBus(new Ina219Options(NoiseFloorWatts: floor));
        await RunAsync(session, TimeSpan.FromSeconds(2));
        _sink.Watts.ShouldNotBeEmpty();
        _sink.Watts.ShouldAllBe(each => Math.Abs(each - watts) < 1e-6);
    }

    [Fact]
    public async Task Where_the_chip_does_not_average_the_mean_of_eight_readings_is_the_sample()
    {
        var path = new KernelTree(_directory).AddHwmon(0, 1, 0x40);
        using var session = new Ina219Session(
            new Ina219Options(), Period, () => new Ina219Hwmon(new Ina219Attributes(new PowerMeter.Receiver.Linux.AttributeFiles(), path), 0.1, 8), _sink, _time);
        KernelTree.Set(path, ("shunt_resistor", "100000"), ("in1_input", "10000"));
        for (var reading = 0; reading < 8; reading++)
        {
            KernelTree.Set(path, ("curr1_input", $"{reading * 100}"));
            (await session.StepAsync(CancellationToken.None)).TotalMilliseconds.ShouldBe(62.5, 0.01);
            _time.Advance(TimeSpan.FromMilliseconds(62.5));
        }

        _sink.Watts.ShouldHaveSingleItem().ShouldBe(3.5, 1e-9);
    }

    [Fact]
    public async Task Two_days_with_faults_take_no_wrong_sample()
    {
        // 345,600 periods; a random fault every minute or so, which lasts some seconds.
        var random = new Random(219);
        using var session = OnBus();
        var wrong = 0;
        var good = 0;
        var end = _time.GetUtcNow() + TimeSpan.FromHours(48);
        while (_time.GetUtcNow() < end)
        {
            var wait = await session.StepAsync(CancellationToken.None);
            // 1.5 A both ways around: 18 W or -18 W, or a fault.
            foreach (var reading in _sink.Readings) _ = Math.Abs(Math.Abs(reading.Watts) - 18) < 1e-6 ? good++ : wrong++;
            _sink.Readings.Clear();
            _sink.Reports.Clear();
            switch (random.Next(600))
            {
                case 0: _model.LoseSupply(); break;
                case 1: _model.AbsentErrno = random.Next(2) == 0 ? 6 : 121; break;
                case 2 when _model.AbsentErrno == 0: _model.Write(Ina219Register.Configuration, (ushort)random.Next(0x8000)); break;
                case 3 when _model.AbsentErrno == 0: _model.Write(Ina219Register.Calibration, (ushort)random.Next(0x10000)); break;
                case 4: (_model.ShuntVolts, _model.BusVolts) = (0.5, 12); break;
                case 5: (_model.ShuntVolts, _model.BusVolts) = (-0.15, 12); break;
                case < 60: (_model.AbsentErrno, _model.ShuntVolts) = (0, 0.15); break;
            }

            _time.Advance(wait);
        }

        wrong.ShouldBe(0);
        good.ShouldBeGreaterThan(300_000);
    }

    private Ina219Session OnBus(Ina219Options? options = null)
    {
        options ??= new Ina219Options();
        var setup = new Ina219Setup(options.ShuntOhms, options.MaxAmperes, options.BusRangeVolts, options.Averaging);
        return new Ina219Session(options, Period, () => Open(setup), _sink, _time);
    }

    private Ina219Chip Open(Ina219Setup setup)
    {
        if (_model.AbsentErrno != 0) throw Ina219Fault.Transfer(new PowerMeter.Receiver.Linux.KernelException("ioctl", _model.AbsentErrno), "/dev/i2c-1", 0x40);
        return new Ina219Chip(_model.Connect(), setup, "/dev/i2c-1", 0x40, _time);
    }

    private async Task RunAsync(Ina219Session session, TimeSpan span)
    {
        for (var end = _time.GetUtcNow() + span; _time.GetUtcNow() < end;) _time.Advance(await session.StepAsync(CancellationToken.None));
    }
}
