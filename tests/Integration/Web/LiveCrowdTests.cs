using System.Globalization;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

public sealed class LiveCrowdTests(WebSiteFixture fixture, ITestOutputHelper output) : IClassFixture<WebSiteFixture>
{
    private const int Clients = 200;
    private const int Samples = 50;

    [Fact]
    public async Task Two_hundred_clients_get_the_same_samples_and_cost_little()
    {
        var sensor = await fixture.Database.AddSensorAsync("seen by all", 1);
        using var client = await fixture.Site.CreateTokenClientAsync("write");
        await client.PostAsync($"/api/v1/sensors/{sensor}/samples", """{"watts":1}""");
        var (kibBefore, _) = Cost();
        var streams = new List<LiveClient>();
        try
        {
            for (var i = 0; i < Clients; i++) streams.Add(await LiveClient.ConnectAsync(client));
            foreach (var stream in streams) await stream.NextIdAsync();
            var (kibOpen, cpuOpen) = Cost();
            for (var i = 0; i < Samples; i++)
                await fixture.Database.Web.ExecuteAsync("insert into measures (sensor_id, time, watts, night_rate) values ($1, clock_timestamp(), $2, true)", sensor, 1000.0 + i);
            var seen = await Task.WhenAll(streams.Select(async stream =>
                (await stream.ReadUntilAsync(happened => LiveClient.IsSample(happened, 1000.0 + Samples - 1))).Where(happened => happened.Kind == "sample").Select(happened => happened.Data.GetRawText()).Distinct().Count()));
            seen.ShouldAllBe(count => count == Samples);
            var (kibAfter, cpuAfter) = Cost();
            output.WriteLine($"{Clients} clients: {(kibAfter - kibOpen) / 1024} MB more for {Samples} samples, {(kibOpen - kibBefore) / 1024} MB for being open, {cpuAfter - cpuOpen:0.00} s of processor time for {Clients * Samples} events.");
            // A stream that kept what it has sent, or a copy for each client, would cost far more.
            (kibAfter - kibBefore).ShouldBeLessThan(150 * 1024);
            (await fixture.Database.Owner.ScalarAsync<long>("select count(*) from pg_stat_activity where datname = current_database() and application_name = 'powermeter-web'")).ShouldBeLessThanOrEqualTo(20);
        }
        finally
        {
            foreach (var stream in streams) stream.Dispose();
        }
    }

    private (long Kib, double CpuSeconds) Cost()
    {
        var status = File.ReadAllLines($"/proc/{fixture.Site.Process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        using var process = System.Diagnostics.Process.GetProcessById(fixture.Site.Process.Id);
        return (long.Parse(status.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture), process.TotalProcessorTime.TotalSeconds);
    }
}
