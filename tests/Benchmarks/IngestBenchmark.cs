using System.Globalization;
using NodaTime;
using PowerMeter.Shared.Measurement;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Benchmarks;

/// <summary>How fast samples come in, beside psql's own copy of the same rows into the same table.</summary>
internal static class IngestBenchmark
{
    private static readonly Instant Until = YearOfSamples.Start + Duration.FromDays(120);

    public static async Task RunAsync(Report report)
    {
        report.Section("Ingest", "120 days of the simulated household at 8 s (1.3 million rows) into an empty database, partitions made, trigger and both indexes on; the baseline is `psql \\copy` of the same rows as CSV. Rounds take turns; medians of three.");
        var samples = YearOfSamples.Of(1, YearOfSamples.Start, Until).ToArray();
        var csv = Path.GetTempFileName();
        await File.WriteAllLinesAsync(csv, samples.Select(sample => string.Create(CultureInfo.InvariantCulture, $"1,{sample.Time},{sample.Watts},f")));
        var (copy, live, chunks) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < 3; round++)
        {
            copy.Add(await RateAsync(samples.Length, database => CopyAsync(database, csv)));
            live.Add(await RateAsync(samples.Length, database => ThroughQueueAsync(database, samples)));
            chunks.Add(await RateAsync(samples.Length, database => InChunksAsync(database, samples)));
        }

        File.Delete(csv);
        var baseline = Timing.Median(copy);
        Add(report, "SampleWriter, live batches of 1,000, a commit each", Timing.Median(live), baseline, null);
        Add(report, "the same writer in chunks of 100,000 (history, spool, import)", Timing.Median(chunks), baseline, 0.6);
    }

    private static void Add(Report report, string what, double rate, double baseline, double? asked) => report.Row(
        what, string.Create(CultureInfo.InvariantCulture, $"{rate:N0} rows/s ({rate / baseline:P0})"),
        string.Create(CultureInfo.InvariantCulture, $"{baseline:N0} rows/s"),
        string.Create(CultureInfo.InvariantCulture, $"at least {0.6:P0}"), rate / baseline >= (asked ?? 0.6));

    private static async Task<double> RateAsync(int rows, Func<TestDatabase, Task> load)
    {
        await using var database = await PostgresServer.Shared.CreateDatabaseAsync();
        await database.AddSensorAsync("household");
        await database.Web.ScalarAsync<int>(
            "select ensure_measure_partitions($1, $2)", YearOfSamples.Start.ToDateTimeUtc(), Until.ToDateTimeUtc());
        var took = await Timing.OnceAsync(() => load(database));
        var stored = await database.Web.ScalarAsync<long>("select count(*) from measures");
        if (stored != rows) throw new InvalidOperationException($"{stored} of {rows} rows were stored.");
        return rows / took.TotalSeconds;
    }

    private static Task CopyAsync(TestDatabase database, string csv) => Shell.RunAsync(
        "/usr/bin/env", $"PGPASSFILE={database.Server.PasswordFile("powermeter_owner")}", "psql", "-qX", "-v", "ON_ERROR_STOP=1",
        "-h", "127.0.0.1", "-p", $"{database.Server.Port}", "-U", "powermeter_owner", "-d", database.Name,
        "-c", $"\\copy measures (sensor_id, time, watts, night_rate) from '{csv}' (format csv)");

    private static async Task ThroughQueueAsync(TestDatabase database, Sample[] samples)
    {
        await using var receiver = await ReceiverParts.StartAsync(database);
        foreach (var sample in samples) await receiver.Queue.WriteAsync(sample, CancellationToken.None);
        await Eventually.BecomesTrueAsync(
            "all samples are stored",
            async () => await database.Web.ScalarAsync<bool>("select exists (select from measures where sensor_id = 1 and time = $1)", samples[^1].Time.ToDateTimeUtc()),
            TimeSpan.FromMinutes(5));
    }

    private static async Task InChunksAsync(TestDatabase database, Sample[] samples)
    {
        await using var receiver = await ReceiverParts.StartAsync(database);
        await receiver.WriteInChunksAsync(samples);
    }
}
