using System.Globalization;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Benchmarks;

/// <summary>How fast a file comes in by the import command, its dry run included, beside psql's own copy of the same rows.</summary>
internal static class ImportBenchmark
{
    private const int AskedRowsPerSecond = 150_000;

    public static async Task RunAsync(Report report)
    {
        report.Section("Import", "A year of the simulated household at 8 s (3.94 million rows) as a CSV file of time and watts, into an empty sensor, by `PowerMeter.Web --import` from its start to its end (dry run, load), beside a running Processor that computes the energy; the baseline is `psql \\copy` of the same rows into the same table, without a Processor. Rounds take turns; medians of three.");
        var samples = YearOfSamples.Of(1, YearOfSamples.Start, YearOfSamples.End).ToArray();
        using var directory = new TemporaryDirectory();
        var (own, bare) = (directory.File("own.csv"), directory.File("bare.csv"));
        await File.WriteAllLinesAsync(own, samples.Select(sample => string.Create(CultureInfo.InvariantCulture, $"{sample.Time.ToUnixTimeSeconds()},{sample.Watts:0.#}")).Prepend("time,watts"));
        await File.WriteAllLinesAsync(bare, samples.Select(sample => string.Create(CultureInfo.InvariantCulture, $"1,{sample.Time},{sample.Watts:0.#},f")));
        var (copies, imports, energies) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < 3; round++)
        {
            copies.Add(samples.Length / await CopyAsync(bare));
            var (load, energy) = await ImportAsync(own, directory.Path, samples.Length);
            imports.Add(samples.Length / load);
            energies.Add(energy / load);
        }

        var (rate, baseline, ratio) = (Timing.Median(imports), Timing.Median(copies), Timing.Median(energies));
        report.Row(
            "dry run and load", string.Create(CultureInfo.InvariantCulture, $"{rate:N0} rows/s ({rate / baseline:P0})"),
            string.Create(CultureInfo.InvariantCulture, $"{baseline:N0} rows/s"),
            string.Create(CultureInfo.InvariantCulture, $"at least {AskedRowsPerSecond:N0} rows/s"), rate >= AskedRowsPerSecond);
        report.Row("until the energy is computed, from the start", string.Create(CultureInfo.InvariantCulture, $"{ratio:F2} × the load"), "", "at most 2 ×", ratio <= 2);
    }

    private static async Task<double> CopyAsync(string csv)
    {
        await using var database = await PrepareAsync();
        return (await Timing.OnceAsync(() => Shell.RunAsync(
            "/usr/bin/env", $"PGPASSFILE={database.Server.PasswordFile("powermeter_owner")}", "psql", "-qX", "-v", "ON_ERROR_STOP=1",
            "-h", "127.0.0.1", "-p", $"{database.Server.Port}", "-U", "powermeter_owner", "-d", database.Name,
            "-c", $"\\copy measures (sensor_id, time, watts, night_rate) from '{csv}' (format csv)"))).TotalSeconds;
    }

    /// <returns>Seconds of the load, and seconds from its start until nothing waits for the Processor.</returns>
    private static async Task<(double Load, double Energy)> ImportAsync(string csv, string directory, int rows)
    {
        await using var database = await PrepareAsync();
        await using var processor = PowerMeterProcess.Start("Processor", database, directory);
        await Eventually.BecomesTrueAsync("the Processor lives", () => database.Web.ScalarAsync<bool>("select exists (select from process_heartbeats where process = 'processor')"));
        var energy = TimeSpan.Zero;
        var load = TimeSpan.Zero;
        energy = await Timing.OnceAsync(async () =>
        {
            load = await Timing.OnceAsync(async () =>
            {
                await using var import = PowerMeterProcess.Start("Web", database, directory, null, "--import", csv, "--sensor", "1", "--no-wait");
                if (await import.WaitForExitAsync() != 0) throw new InvalidOperationException(import.Output);
            });
            await Eventually.BecomesTrueAsync("nothing waits", () => database.Web.ScalarAsync<bool>("select not exists (select from pending_energy)"), TimeSpan.FromMinutes(5));
        });
        var stored = await database.Web.ScalarAsync<long>("select count(*) from measures");
        return stored == rows ? (load.TotalSeconds, energy.TotalSeconds) : throw new InvalidOperationException($"{stored} of {rows} rows were stored.");
    }

    private static async Task<TestDatabase> PrepareAsync()
    {
        var database = await PostgresServer.Shared.CreateDatabaseAsync();
        await database.AddSensorAsync("household");
        await database.AddContractAsync(new DateOnly(2020, 1, 1), 0.21m, 0.17m);
        await database.Web.ScalarAsync<int>("select ensure_measure_partitions($1, $2)", YearOfSamples.Start.ToDateTimeUtc(), YearOfSamples.End.ToDateTimeUtc());
        return database;
    }
}
