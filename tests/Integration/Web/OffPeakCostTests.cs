using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>The off-peak part of what a bin cost, where the prices change within it.</summary>
public sealed class OffPeakCostTests
{
    [Fact]
    public async Task A_bin_across_two_contracts_is_split_by_the_prices_of_each()
    {
        await using var database = await PostgresServer.Shared.CreateDatabaseAsync();
        await database.AddContractAsync(new DateOnly(2026, 1, 1), 0.30m, 0.10m);
        await database.AddContractAsync(new DateOnly(2026, 5, 6), 0.50m, 0.40m);
        var sensor = await database.AddSensorAsync("House");
        var midnight = Instant.FromUtc(2026, 5, 5, 22, 0).ToUnixMicroseconds();
        await HourAsync(midnight - UnixMicroseconds.PerHour);
        await HourAsync(midnight);

        using var sites = new SiteCache(new SiteReader(database.Web), TimeProvider.System, NullLogger<SiteCache>.Instance);
        await sites.StartAsync(TestContext.Current.CancellationToken);
        var bin = (await new EnergyQuery(database.Web, sites).ReadAsync(
            sensor, [midnight - UnixMicroseconds.PerHour, midnight + UnixMicroseconds.PerHour], TestContext.Current.CancellationToken)).ShouldHaveSingleItem();
        await sites.StopAsync(TestContext.Current.CancellationToken);

        bin.Cost.ShouldBe(0.30m + 2 * 0.10m + 0.50m + 2 * 0.40m);
        bin.OffPeakCost.ShouldBe(2 * 0.10m + 2 * 0.40m);

        // One kilowatt-hour at the peak tariff and two off-peak.
        Task HourAsync(long start) => database.Owner.ExecuteAsync(
            "insert into energy_hours (sensor_id, start, day_wh, night_wh, covered_s, min_w, max_w) values ($1, $2, 1000, 2000, 3600, 3000, 3000)",
            sensor, UnixMicroseconds.ToInstant(start).ToDateTimeUtc());
    }
}
