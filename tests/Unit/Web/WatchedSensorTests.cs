using System.Text.Json;
using PowerMeter.Web.Components.Dashboard;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

/// <summary>A sensor's last minutes on their way through the browser, from the first picture to the live page.</summary>
public sealed class WatchedSensorTests
{
    private static readonly SensorChoice Sensor = new(1, "Kitchen", "running", null, 1, 60, null, null, false);

    [Fact]
    public void What_a_page_takes_along_is_short_and_comes_back()
    {
        PowerPoint[] points = [.. Enumerable.Range(0, 200).Select(i => new PowerPoint(1_800_000_000_123 + i * 3000, 412.332_934_8 + i))];
        var text = JsonSerializer.Serialize(new WatchedSensor(Sensor, points));
        text.Length.ShouldBeLessThan(3000);
        var back = JsonSerializer.Deserialize<WatchedSensor>(text)!;
        back.Sensor.ShouldBe(Sensor);
        back.Recent.Select(point => point.Time).ShouldBe(points.Select(point => point.Time));
        back.Recent[^1].ShouldBe(points[^1]);
        back.Recent.Zip(points).ShouldAllBe(pair => Math.Abs(pair.First.Watts - pair.Second.Watts) <= 0.005);
    }

    [Theory]
    [InlineData("[]", 0)]
    [InlineData("[1800000000000,-4.5]", 1)]
    public void There_may_be_few_points(string row, int count) =>
        JsonSerializer.Deserialize<WatchedSensor>($$"""{"Sensor":{{JsonSerializer.Serialize(Sensor)}},"Recent":{{row}}}""")!.Recent.Count.ShouldBe(count);

    [Theory]
    [InlineData("[1800000000000]")]
    [InlineData("{}")]
    [InlineData("[1800000000000,[]]")]
    public void What_is_no_row_of_points_is_refused(string row) =>
        Should.Throw<Exception>(() => JsonSerializer.Deserialize<WatchedSensor>($$"""{"Sensor":{{JsonSerializer.Serialize(Sensor)}},"Recent":{{row}}}"""))
            .ShouldBeAssignableTo<JsonException>();
}
