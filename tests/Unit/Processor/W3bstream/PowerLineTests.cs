using FsCheck;
using FsCheck.Fluent;
using PowerMeter.Processor.W3bstream.Readings;
using PowerMeter.Shared.Measurement;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;
using Sensor = PowerMeter.Tests.TestKit.ReferenceWindows.Sensor;

namespace PowerMeter.Tests.Unit.Processor.W3bstream;

public sealed class PowerLineTests
{
    private const long Second = UnixMicroseconds.PerSecond;
    private const long Tick = ReferenceWindows.Tick;

    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(500);

    /// <summary>A sensor of period 0.5, 8 or 60 s with some lost samples, negative watts, and gaps too long for it.</summary>
    private static Gen<Sensor> OneSensor { get; } =
        from period in Gen.Elements(5, 80, 600)
        from count in Gen.Choose(0, 30)
        from first in Gen.Choose(-600, 600)
        from periods in Gen.Frequency((8, Gen.Constant(1)), (1, Gen.Constant(2)), (1, Gen.Choose(4, 9))).ArrayOf(count)
        from watts in Gen.Choose(-3000, 9000).ArrayOf(count)
        select new Sensor(
            [.. periods.Select((_, i) => ((first + periods.Take(i).Sum() * (long)period) * Tick, watts[i] / 10.0))], 3 * period * Tick);

    private static Arbitrary<(Sensor[] Sensors, long From, long Until)> Cases { get; } = (
        from count in Gen.Choose(1, 3)
        from sensors in OneSensor.ArrayOf(count)
        from start in Gen.Choose(-700, 2000)
        from length in Gen.Choose(1, 400)
        select (sensors, start * Tick, (start + length) * Tick)).ToArbitrary();

    private static PowerLine Line(params (double Seconds, double Watts)[] samples) => Line(60, samples);

    private static PowerLine Line(double maxGapSeconds, (double Seconds, double Watts)[] samples) =>
        PowerLine.Of([.. samples.Select(sample => ((long)(sample.Seconds * Second), sample.Watts))], (long)(maxGapSeconds * Second));

    [Fact]
    public void Agrees_with_the_slow_reference() => Prop.ForAll(Cases, c =>
    {
        var line = c.Sensors.Select(sensor => PowerLine.Of(sensor.Samples, sensor.MaxGap)).Aggregate(PowerLine.Add);
        var mean = line.MeanOf(c.From, c.Until);
        var expected = ReferenceWindows.Of(c.Sensors, c.From, c.Until);
        (mean?.CoveredMicroseconds).ShouldBe(expected?.Covered);
        if (mean is { } found) found.Watts.ShouldBe(expected!.Value.Watts, 1e-7);
    }).Check(Runs);

    [Fact]
    public void Agrees_with_the_integral_of_the_roll_ups() => Prop.ForAll(Cases, c =>
    {
        var sensor = c.Sensors[0];
        var integrator = new EnergyIntegrator([c.From, c.Until], sensor.MaxGap);
        foreach (var (time, watts) in sensor.Samples) integrator.Add(time, watts, false);
        var energy = integrator.Result()[0];
        var mean = PowerLine.Of(sensor.Samples, sensor.MaxGap).MeanOf(c.From, c.Until);
        (mean is not null).ShouldBe(energy.IsCovered);
        if (mean is { } found) found.Watts.ShouldBe(energy.MeanWatts, 1e-7);
    }).Check(Runs);

    [Fact]
    public void A_sample_on_each_edge_covers_the_window_wholly() =>
        Line((0, 100), (5, 200), (10, 0)).MeanOf(0, 5 * Second).ShouldBe(new PowerMean(150, 5 * Second));

    [Fact]
    public void A_slow_sensor_has_a_mean_between_its_samples() =>
        Line((0, 0), (60, 600)).MeanOf(30 * Second, 35 * Second).ShouldBe(new PowerMean(325, 5 * Second));

    [Fact]
    public void A_gap_as_long_as_max_gap_is_bridged_and_one_microsecond_more_is_not()
    {
        PowerLine.Of([(0, 1), (60 * Second, 1)], 60 * Second).MeanOf(0, Second).ShouldNotBeNull();
        PowerLine.Of([(0, 1), (60 * Second + 1, 1)], 60 * Second).MeanOf(0, Second).ShouldBeNull();
    }

    [Fact]
    public void One_sample_covers_nothing() => Line((2, 100)).MeanOf(0, 5 * Second).ShouldBeNull();

    [Fact]
    public void Of_no_sample_there_is_no_mean() => Line().MeanOf(0, 5 * Second).ShouldBeNull();

    [Theory]
    [InlineData(134.7)]
    [InlineData(-0.1)]
    [InlineData(3.0)]
    [InlineData(0.1 + 0.2)]
    public void A_constant_power_is_its_own_mean_to_the_last_digit(double watts)
    {
        var line = PowerLine.Of([.. Enumerable.Range(0, 40).Select(i => (i * 333_333L, watts))], 60 * Second);
        line.MeanOf(1 * Second, 6 * Second).ShouldBe(new PowerMean(watts, 5 * Second));
    }

    [Fact]
    public void A_sum_counts_only_the_time_in_which_all_are_covered()
    {
        var sum = Line((0, 10), (2, 10)) + Line((1, 5), (4, 5));
        sum.MeanOf(0, 5 * Second).ShouldBe(new PowerMean(15, Second));
    }

    [Fact]
    public void A_sum_with_a_silent_sensor_has_no_mean() => (Line((0, 10), (5, 10)) + Line()).MeanOf(0, 5 * Second).ShouldBeNull();

    [Fact]
    public void Samples_that_do_not_ascend_are_refused() =>
        Should.Throw<ArgumentException>(() => PowerLine.Of([(5, 1), (5, 2)], 60)).Message.ShouldContain("5 after 5");
}
