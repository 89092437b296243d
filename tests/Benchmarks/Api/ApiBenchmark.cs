using System.Globalization;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Benchmarks.Api;

/// <summary>What the API answers, and how fast, over a year of ten sensors.</summary>
internal static class ApiBenchmark
{
    /// <summary>As many as the figures are asked for with. Fewer are for trying out.</summary>
    public const int Sensors = 10;

    public static async Task RunAsync(Report report, int sensors)
    {
        await using var database = await PostgresServer.Shared.CreateDatabaseAsync();
        var filling = await Timing.OnceAsync(() => House.FillAsync(database, sensors));
        await using var site = await WebSite.StartAsync(database);
        using var client = await site.SignInAsync();
        var rows = await database.Web.ScalarAsync<long>("select count(*) from measures");
        var house = string.Create(
            CultureInfo.InvariantCulture, $"{sensors} sensors, a year at 8 s of each, in the order of time: {rows / 1e6:F1} million samples (copied and rolled up in {filling.TotalSeconds:F0} s)");
        await EnergyAnswers.RunAsync(report, database, client, sensors, house);
        await RawAnswers.RunAsync(report, database, site, client);
        await DashboardLoad.RunAsync(report, site, sensors);
    }
}
