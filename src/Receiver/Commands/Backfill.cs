using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;
using PowerMeter.Receiver.Configuration;
using PowerMeter.Receiver.Drivers.Simulated;
using PowerMeter.Receiver.Ingest;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Commands;

/// <summary>
/// Makes the past of every simulated sensor that is switched on, by the same way as live samples go; what is there
/// already stays as it is.
/// </summary>
public static class Backfill
{
    /// <summary>Samples a transaction: some 5 MB.</summary>
    private const int ChunkSamples = 100_000;

    public static async Task<int> RunAsync(CommandLine.Backfill command)
    {
        ArgumentNullException.ThrowIfNull(command);
        using var host = ReceiverHost.CreateBuilder().Build();
        var services = host.Services;
        var time = services.GetRequiredService<TimeProvider>();
        var database = services.GetRequiredService<NpgsqlDataSource>();
        await Migrator.CheckVersionAsync(database, CancellationToken.None);
        var configuration = await services.GetRequiredService<ConfigurationReader>().ReadAsync(CancellationToken.None);
        var site = services.GetRequiredService<CurrentSite>();
        site.Use(configuration);

        // A bigger chunk on a busy card takes longer than a live batch may.
        await using var table = new MeasureTable(database, site, new SchemaGuard(database), time) { Timeout = TimeSpan.FromMinutes(2) };
        var end = time.GetCurrentInstant();
        var simulated = configuration.Sensors.Where(sensor => sensor is { Driver: "simulated", Enabled: true }).ToList();
        if (simulated.Count == 0) throw new SettingException($"There is no simulated sensor that is switched on: add one with '{LauncherCommand.Name} sensor add simulated'.");
        foreach (var sensor in simulated)
            await FillAsync(sensor, table, site.Calendar.Zone, end - Duration.FromDays(command.Days), end, time);
        return ExitCode.Success;
    }

    private static async Task FillAsync(
        SensorConfiguration sensor, MeasureTable table, DateTimeZone zone, Instant start, Instant end, TimeProvider time)
    {
        var began = time.GetTimestamp();
        using var progress = new ProgressLine($"{sensor.Name}: history from {start.InUtc().Date:uuuu-MM-dd}");
        var history = new SimulatedHistory(sensor.Id, HouseholdOf(sensor, zone), TimeSpan.FromSeconds(sensor.PeriodSeconds), start, end) { Calibration = sensor.Calibration };
        var (total, rows) = (default(WriteResult), 0L);
        // The next chunk is made while the database takes this one.
        var next = Task.Run(() => history.Next(ChunkSamples));
        while (await next is { Length: > 0 } chunk)
        {
            next = Task.Run(() => history.Next(ChunkSamples));
            total += await table.WriteAsync(chunk, CancellationToken.None);
            rows += chunk.Length;
            progress.Report((chunk[^1].Time - start) / (end - start));
        }

        progress.Report(1);
        var seconds = time.GetElapsedTime(began).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{sensor.Name}: {rows:N0} samples in {seconds:0.0} s ({rows / seconds:N0} a second), {total.Inserted:N0} new"));
    }

    private static Household HouseholdOf(SensorConfiguration sensor, DateTimeZone zone) =>
        new(SimulatedOptions.Read(sensor.OpenSettings()).Seed, zone);
}
