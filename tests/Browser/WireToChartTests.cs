using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

/// <summary>The whole way: a line on a serial port, Receiver, PostgreSQL, Processor, Web, and the chart in Chromium.</summary>
public sealed class WireToChartTests(WebFixture site) : IClassFixture<WebFixture>, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_line_written_to_the_serial_port_appears_in_the_chart()
    {
        await using var line = new PseudoTerminal(_directory);
        await line.PlugAsync();
        var sensor = await site.Database.AddSensorAsync("Arduino", 1, "acs712", $$"""{"device": "{{line.Device}}"}""");
        await using var receiver = PowerMeterProcess.Start("Receiver", site.Database, _directory.Path);
        await using var processor = PowerMeterProcess.Start("Processor", site.Database, _directory.Path);
        await Eventually.BecomesTrueAsync("the port is open and read", async () =>
        {
            await line.WriteAsync("100\r\n");
            return await site.Database.Web.ScalarAsync<bool>("select exists (select from measures)");
        });

        await using var visit = await site.LoginAsync("/conso?scale=now&unit=watts");
        await visit.WaitForPointsAsync();
        await visit.Page.EvaluateAsync("window.untouched = true");
        await line.WriteAsync("1234\r\n");
        await visit.Page.Locator("[data-watts]", new() { HasText = "1,230" }).WaitForAsync();
        var stored = await site.Database.Web.ScalarAsync<double>(
            "select extract(epoch from time)::double precision * 1000 from measures where sensor_id = $1 and watts = 1234", sensor);
        await Eventually.BecomesTrueAsync("the point is in the chart", async () => await visit.LastTimeAsync() >= Math.Floor(stored));
        (await visit.Page.EvaluateAsync<bool>("window.untouched")).ShouldBeTrue("the page was loaded again");

        await Eventually.BecomesTrueAsync("its energy is rolled up", async () =>
        {
            await line.WriteAsync("1234\r\n");
            return await site.Database.Web.ScalarAsync<bool>("select exists (select from energy_hours where sensor_id = $1 and max_w = 1234)", sensor);
        });
    }
}
