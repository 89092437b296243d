using PowerMeter.Web.Components.Dashboard;
using PowerMeter.Web.Queries;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

/// <summary>The power of several sensors now, and the shape of their last minutes.</summary>
public sealed class LivePowerTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    private static WatchedSensor Sensor(int id, string? state, params (int SecondsAgo, double Watts)[] samples) => new(
        new SensorChoice(id, $"S{id}", state, null, 8, 60, null, null, false),
        [.. samples.Select(sample => new PowerPoint((Now.ToUnixTimeSeconds() - sample.SecondsAgo) * 1000, sample.Watts))]);

    private static StoredSample Sample(int secondsAgo, double watts) => new(0, (Now.ToUnixTimeSeconds() - secondsAgo) * 1_000_000, watts, false);

    [Fact]
    public void A_sum_is_that_of_the_live_sensors_and_says_which_are_missing()
    {
        var power = LivePower.Of([Sensor(1, "running", (3, 100)), Sensor(2, "running", (25, 900)), Sensor(3, "running", (1, 50))], Now);
        power.Watts.ShouldBe(150);
        power.Newest.ShouldBe((Now.ToUnixTimeSeconds() - 1) * 1000);
        power.Missing.Select(sensor => sensor.Sensor.Id).ShouldBe([2]);
    }

    [Theory]
    [InlineData("running", 24, 100.0)]
    [InlineData("running", 25, null)]
    [InlineData("absent", 1, null)]
    [InlineData("fault", 1, null)]
    [InlineData("paused", 1, null)]
    [InlineData(null, 1, 100.0)]
    public void An_old_value_or_one_of_a_sensor_that_is_out_is_no_power(string? state, int secondsAgo, double? watts) =>
        LivePower.Of([Sensor(1, state, (secondsAgo, 100))], Now).Watts.ShouldBe(watts);

    [Fact]
    public void The_shape_is_the_same_until_a_column_is_over()
    {
        var sensor = Sensor(1, "running", (20, 100), (12, 200));
        var drawn = SparkColumns.Of([sensor], Now.ToUnixTimeMilliseconds());
        var later = sensor with { Recent = RecentPower.Add(sensor.Recent, [Sample(-1, 900)]) };
        SparkColumns.Of([later], Now.ToUnixTimeMilliseconds() + 4_999).ShouldBe(drawn);
        SparkColumns.Of([later], Now.ToUnixTimeMilliseconds() + 5_000).ShouldNotBe(drawn);
    }

    [Fact]
    public void The_shape_of_a_sum_adds_what_each_measured_and_breaks_where_none_did()
    {
        var columns = SparkColumns.Of(
            [Sensor(1, "running", (500, 100), (460, 100), (60, 10), (1, 10)), Sensor(2, "running", (480, 40), (470, 40))], Now.ToUnixTimeMilliseconds());
        columns.Length.ShouldBe(SparkColumns.Count);
        columns[^95].ShouldBe(140, "475 s ago both measured");
        columns[^5].ShouldBe(10);
        double.IsNaN(columns[^50]).ShouldBeTrue();
        double.IsNaN(columns[0]).ShouldBeTrue();
        var (line, area) = SparkPath.Of(columns, 600, 200, 8);
        line.Count(letter => letter == 'M').ShouldBe(2);
        area.Count(letter => letter == 'Z').ShouldBe(2);
    }

    [Fact]
    public void A_full_path_is_short()
    {
        var random = new Random(7);
        var (line, area) = SparkPath.Of([.. Enumerable.Range(0, SparkColumns.Count).Select(_ => random.NextDouble() * 3000)], 600, 200, 8);
        (line.Length + area.Length).ShouldBeLessThan(1600);
    }

    [Fact]
    public void Late_samples_find_their_place_and_old_ones_go()
    {
        var known = Sensor(1, null, (30, 1), (10, 3)).Recent;
        RecentPower.Add(known, [Sample(20, 2)]).Select(point => point.Watts).ShouldBe([1, 2, 3]);
        RecentPower.Add(known, [Sample(5, 4)]).Select(point => point.Watts).ShouldBe([1, 3, 4]);
        RecentPower.Add(known, [Sample(10, 9)]).Select(point => point.Watts).ShouldBe([1, 9]);
        RecentPower.Add(known, [Sample(-575, 5)]).Select(point => point.Watts).ShouldBe([3, 5]);
    }
}
