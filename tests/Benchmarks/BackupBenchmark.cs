using System.Diagnostics;
using System.Globalization;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Benchmarks;

/// <summary>A backup and its restore by our commands, beside pg_dump and pg_restore of the same database.</summary>
internal static class BackupBenchmark
{
    private const int Rounds = 3;
    private const double Most = 3;

    public static async Task RunAsync(Report report)
    {
        report.Section("Backup", $"A year of the simulated household at 8 s (3.94 million samples) with its roll-ups. `PowerMeter.Web --backup` from start to end, which reads the file back and compares its checksums, beside `pg_dump --format=custom`, which does not; `--restore` into a database with an empty schema, which verifies the whole file first, beside `pg_restore` into an empty database. Each in one process, the start included. By turns; medians of {Rounds}. Memory is the greatest resident set of the command, without PostgreSQL's own.");
        using var directory = new TemporaryDirectory();
        await using var database = await FillAsync(directory.Path);
        var (own, dump) = (directory.File("own.backup"), directory.File("bare.dump"));
        var (backups, dumps, restores, loads) = (new List<Run>(), new List<Run>(), new List<Run>(), new List<Run>());
        for (var round = 0; round < Rounds; round++)
        {
            dumps.Add(await PostgresAsync(database, "pg_dump", "--format=custom", $"--file={dump}"));
            backups.Add(await OwnAsync(database, directory.Path, "--backup", own, "--force"));
            await using var bare = await PostgresServer.Shared.CreateEmptyDatabaseAsync();
            loads.Add(await PostgresAsync(bare, "pg_restore", "--exit-on-error", dump));
            await using var fresh = await PostgresServer.Shared.CreateDatabaseAsync();
            restores.Add(await OwnAsync(fresh, directory.Path, "--restore", own, "--yes", "--no-backup"));
            if (await CountAsync(fresh) is var rows && (rows != await CountAsync(database) || rows != await CountAsync(bare))) throw new InvalidOperationException($"{rows} samples were restored.");
        }

        Rows(report, "backup", backups, dumps);
        report.Row("size of the file", Megabytes(new FileInfo(own).Length), Megabytes(new FileInfo(dump).Length));
        Rows(report, "restore", restores, loads);
    }

    private static void Rows(Report report, string what, List<Run> ours, List<Run> theirs)
    {
        var (seconds, baseline) = (Timing.Median(ours.Select(run => run.Seconds)), Timing.Median(theirs.Select(run => run.Seconds)));
        report.Row(
            what, string.Create(CultureInfo.InvariantCulture, $"{seconds:F1} s ({seconds / baseline:F2} ×)"), string.Create(CultureInfo.InvariantCulture, $"{baseline:F1} s"),
            string.Create(CultureInfo.InvariantCulture, $"at most {Most} ×"), seconds <= Most * baseline);
        report.Row($"greatest memory of the {what}", Megabytes(ours.Max(run => run.Bytes)), Megabytes(theirs.Max(run => run.Bytes)));
    }

    private static async Task<TestDatabase> FillAsync(string directory)
    {
        var database = await PostgresServer.Shared.CreateDatabaseAsync();
        var sensor = await database.AddSensorAsync("household");
        await database.AddContractAsync(new DateOnly(2020, 1, 1), 0.21m, 0.17m);
        await database.Web.ScalarAsync<int>("select ensure_measure_partitions($1, $2)", YearOfSamples.Start.ToDateTimeUtc(), YearOfSamples.End.ToDateTimeUtc());
        await using (var connection = await database.Owner.OpenConnectionAsync())
        await using (var copy = await connection.BeginBinaryImportAsync("copy measures (sensor_id, time, watts, night_rate) from stdin (format binary)"))
        {
            foreach (var sample in YearOfSamples.Of(sensor, YearOfSamples.Start, YearOfSamples.End))
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(sample.SensorId);
                await copy.WriteAsync(sample.Time.ToDateTimeUtc());
                await copy.WriteAsync(sample.Watts);
                await copy.WriteAsync(false);
            }

            await copy.CompleteAsync();
        }

        await using (var processor = PowerMeterProcess.Start("Processor", database, directory, null, "--drain"))
            if (await processor.WaitForExitAsync() != 0) throw new InvalidOperationException(processor.Output);
        await database.Owner.ExecuteAsync("analyze");
        return database;
    }

    private static Task<long> CountAsync(TestDatabase database) => database.Owner.ScalarAsync<long>("select count(*) from measures");

    private static async Task<Run> OwnAsync(TestDatabase database, string directory, params string[] arguments)
    {
        var settings = new Dictionary<string, string> { ["Database__Username"] = "powermeter_owner" };
        var started = Stopwatch.GetTimestamp();
        await using var process = PowerMeterProcess.Start("Web", database, directory, settings, "powermeter_owner", arguments);
        var memory = GreatestAsync(process.Id, () => process.HasExited);
        var code = await process.WaitForExitAsync();
        var took = Stopwatch.GetElapsedTime(started);
        return code == 0 ? new Run(took.TotalSeconds, await memory) : throw new InvalidOperationException(process.Output);
    }

    private static async Task<Run> PostgresAsync(TestDatabase database, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { Environment = { ["PGPASSFILE"] = database.Server.PasswordFile("postgres") } };
        foreach (var argument in (string[])["--host=127.0.0.1", $"--port={database.Server.Port}", "--username=postgres", "--no-password", $"--dbname={database.Name}", .. arguments])
            start.ArgumentList.Add(argument);
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var memory = GreatestAsync(process.Id, () => process.HasExited);
        await process.WaitForExitAsync();
        var took = Stopwatch.GetElapsedTime(started);
        return process.ExitCode == 0 ? new Run(took.TotalSeconds, await memory) : throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
    }

    /// <summary>proc(5): VmHWM is the greatest resident set so far. Read until the process is no more.</summary>
    private static async Task<long> GreatestAsync(int process, Func<bool> hasExited)
    {
        var greatest = 0L;
        for (; !hasExited(); await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System))
        {
            try
            {
                if ((await File.ReadAllLinesAsync($"/proc/{process}/status")).FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) is { } line)
                    greatest = Math.Max(greatest, long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024);
            }
            catch (IOException)
            {
                // It has just ended.
            }
        }

        return greatest;
    }

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F0} MB");

    private readonly record struct Run(double Seconds, long Bytes);
}
