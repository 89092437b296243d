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

    [Theory]
    [InlineData("/conso?scale=day&unit=watts&date=2027-05-05&compare=previous&each=1&span=1800000000-1800003600&sensor=1,3")]
    [InlineData("/conso?scale=month&unit=money&compare=year&sensor=all")]
    [InlineData("/conso?scale=now&unit=watts")]
    public void An_address_is_read_as_it_was_written(string address)
    {
        var view = OfAddress(address);
        view.ToUrl().ShouldBe(address);
        OfAddress(view.ToUrl()).ShouldBe(view);
    }

    [Theory]
    [InlineData("month", "watts")]
    [InlineData("day", "kwh")]
    public void Only_a_line_has_a_piece(string scale, string unit) =>
        OfAddress($"/conso?scale={scale}&unit={unit}&span=1800000000-1800003600").ToUrl().ShouldNotContain("span");

    [Theory]
    [InlineData("1800000000-1800000010", true)]
    [InlineData("1800000000-1800000009", false)]
    [InlineData("1800000000-1800090000", true)]
    [InlineData("1800000000-1800090001", false)]
    [InlineData("1800003600-1800000000", false)]
    [InlineData("-1800000000-1800000100", false)]
    [InlineData("1-2", false)]
    [InlineData("9223372036854775807-9223372036854775808", false)]
    [InlineData("1800000000", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_piece_is_from_ten_seconds_to_the_longest_day(string? text, bool isPiece) =>
        (ChartZoom.Parse(text) is { } zoom && zoom.ToString() == text).ShouldBe(isPiece);

    [Theory]
    [InlineData("yesterday")]
    [InlineData("1")]
    [InlineData(null)]
    public void A_comparison_that_there_is_not_is_none(string? compare) =>
        ChartView.Parse(null, null, null, null, compare).Compare.ShouldBe(Comparison.None);

    private static ChartView OfAddress(string address)
    {
        var query = System.Web.HttpUtility.ParseQueryString(address[address.IndexOf('?', StringComparison.Ordinal)..]);
        return ChartView.Parse(query["scale"], query["unit"], query["date"], query["sensor"], query["compare"], query["each"], query["span"]);
    }
}
