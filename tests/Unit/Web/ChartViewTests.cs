using PowerMeter.Web.Components.Charts;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class ChartViewTests
{
    private static ChartView Of(string? sensor) => ChartView.Parse(null, null, null, sensor);

    [Theory]
    [InlineData("3", "3", new[] { 3 })]
    [InlineData("3,1,3", "1,3", new[] { 1, 3 })]
    [InlineData("10,9", "9,10", new[] { 9, 10 })]
    public void Several_sensors_stand_in_the_address_in_one_order(string asked, string written, int[] sensors)
    {
        var view = Of(asked);
        view.Sensors.ShouldBe(sensors);
        (view.SensorId, view.AllSensors).ShouldBe((sensors[0], false));
        view.ToUrl().ShouldEndWith($"&sensor={written}");
        view.ShouldBe(Of(written));
        ChartView.Parse(null, null, null, null).Of(sensors).ShouldBe(view);
    }

    [Fact]
    public void All_sensors_are_named_so_whichever_there_are()
    {
        var view = Of("ALL");
        (view.AllSensors, view.SensorId, view.Sensors.Count).ShouldBe((true, null, 0));
        view.ToUrl().ShouldEndWith("&sensor=all");
        Of(null).OfAll().ShouldBe(view);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1,")]
    [InlineData("-1")]
    [InlineData("1, 2")]
    [InlineData("99999999999")]
    [InlineData("1;drop")]
    public void What_names_no_sensors_is_the_first_one(string? text)
    {
        var view = Of(text);
        (view.AllSensors, view.SensorId, view.SensorText).ShouldBe((false, null, null));
        view.ToUrl().ShouldNotContain("sensor");
    }

    [Fact]
    public void An_address_names_at_most_a_hundred_sensors()
    {
        Of(string.Join(',', Enumerable.Range(1, SensorList.Most))).Sensors.Count.ShouldBe(SensorList.Most);
        Of(string.Join(',', Enumerable.Range(1, SensorList.Most + 1))).Sensors.ShouldBeEmpty();
    }
}
