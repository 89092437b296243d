using System.Globalization;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Benchmarks;

/// <summary>What the three processes hold, and PostgreSQL's share.</summary>
internal static class MemoryBenchmark
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(60);

    public static async Task RunAsync(Report report)
    {
        report.Section("Memory", $"Resident set of each process after {Settle.TotalSeconds} s with the simulated household running; then the same with one dashboard open in Chromium for as long.");
        await using var database = await PostgresServer.Shared.CreateDatabaseAsync();
        await database.AddSensorAsync("household", YearOfSamples.PeriodSeconds, "simulated");
        await database.AddContractAsync(new DateOnly(2020, 1, 1), 0.21m, 0.17m);
        using var directory = new TemporaryDirectory();
        await using var receiver = PowerMeterProcess.Start("Receiver", database, directory.Path);
        await using var processor = PowerMeterProcess.Start("Processor", database, directory.Path);
        await using var site = await WebSite.StartAsync(database);
        (string Name, int Id)[] processes = [("Receiver", receiver.Id), ("Processor", processor.Id), ("Web", site.Process.Id)];

        await Task.Delay(Settle, TimeProvider.System);
        await AddAsync(report, "idle", processes, 300);
        await using var browser = await DashboardBrowser.OpenAsync(site, "/conso");
        await Task.Delay(Settle, TimeProvider.System);
        await AddAsync(report, "one dashboard open", processes, null);
        report.Row("PostgreSQL's share (proportional set size of its processes, shared buffers included)", Mebibytes(await PostgresKibibytesAsync(database)));
    }

    private static async Task AddAsync(Report report, string when, (string Name, int Id)[] processes, double? askedMebibytes)
    {
        var sum = 0L;
        foreach (var (name, id) in processes)
        {
            var resident = await KibibytesAsync($"/proc/{id}/status", "VmRSS:");
            sum += resident;
            report.Row($"{name}, {when}", Mebibytes(resident));
        }

        report.Row($"the three together, {when}", Mebibytes(sum), "", askedMebibytes is { } asked ? $"under {asked} MB" : "", askedMebibytes is { } most ? sum * 1024 < most * 1e6 : null);
    }

    private static async Task<long> PostgresKibibytesAsync(TestDatabase database)
    {
        var postmaster = (await File.ReadAllLinesAsync(Path.Combine(database.Server.Directory, "data", "postmaster.pid")))[0].Trim();
        var sum = await KibibytesAsync($"/proc/{postmaster}/smaps_rollup", "Pss:");
        var children = (await File.ReadAllTextAsync($"/proc/{postmaster}/task/{postmaster}/children")).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (var child in children) sum += await KibibytesAsync($"/proc/{child}/smaps_rollup", "Pss:");
        return sum;
    }

    private static async Task<long> KibibytesAsync(string file, string key)
    {
        var line = (await File.ReadAllLinesAsync(file)).First(line => line.StartsWith(key, StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    private static string Mebibytes(long kibibytes) => string.Create(CultureInfo.InvariantCulture, $"{kibibytes * 1024 / 1e6:F0} MB");
}
