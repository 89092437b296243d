using System.Globalization;
using PowerMeter.Benchmarks;
using PowerMeter.Benchmarks.Api;
using PowerMeter.Benchmarks.Cards;
using PowerMeter.Benchmarks.Sensors;
using PowerMeter.Benchmarks.Site;
using PowerMeter.Tests.TestKit;

// Without a name all but the long ones, which take a quarter to half an hour, are run and RESULTS.md is written; each of the
// long ones alone writes a file of its own; other names are run and printed. "api=2" takes two sensors instead of ten, to try it out.
if (args is [DashboardClients.Argument]) return await DashboardClients.RunAsync();
const string Few = "api=";
var sensors = ApiBenchmark.Sensors;
if (args.FirstOrDefault(name => name.StartsWith(Few, StringComparison.Ordinal)) is { } few)
{
    if (!int.TryParse(few[Few.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out sensors) || sensors is < 1 or > ApiBenchmark.Sensors)
    {
        Console.Error.WriteLine($"The number of sensors is '{few[Few.Length..]}'; allowed: 1 to {ApiBenchmark.Sensors}.");
        return 2;
    }

    args = [.. args.Select(name => name == few ? "api" : name)];
}

var all = new Dictionary<string, Func<Report, Task>>
{
    ["ingest"] = IngestBenchmark.RunAsync,
    ["import"] = ImportBenchmark.RunAsync,
    ["backup"] = BackupBenchmark.RunAsync,
    ["energy"] = EnergyBenchmark.RunAsync,
    ["api"] = report => ApiBenchmark.RunAsync(report, sensors),
    ["memory"] = MemoryBenchmark.RunAsync,
    ["latency"] = LatencyBenchmark.RunAsync,
    ["signing"] = SigningBenchmark.RunAsync,
    ["sensors"] = SensorCpuBenchmark.RunAsync,
    ["queueing"] = QueueingBenchmark.RunAsync,
    ["w3bstream"] = OfflineDayBenchmark.RunAsync,
    ["site"] = SiteBenchmark.RunAsync,
    ["chart"] = SeveralSensorsBenchmark.RunAsync,
    ["soak"] = SoakBenchmark.RunAsync,
    ["dashboard-soak"] = DashboardSoak.RunAsync,
    ["disk-writes"] = DiskWritesBenchmark.RunAsync,
};
string[] apart = ["soak", "dashboard-soak", "disk-writes"];
if (args.FirstOrDefault(name => !all.ContainsKey(name)) is { } unknown)
{
    Console.Error.WriteLine($"There is no benchmark '{unknown}'; allowed: {string.Join(", ", all.Keys)}.");
    return 2;
}

var report = new Report(Console.Out);
foreach (var (name, run) in all)
    if (args.Length == 0 ? !apart.Contains(name) : args.Contains(name)) await run(report);
var results = args switch { [] => "RESULTS.md", [var name] when apart.Contains(name) => $"{name.ToUpperInvariant()}.md", _ => null };
if (results is not null) await File.WriteAllTextAsync(Repository.File($"tests/Benchmarks/{results}"), await report.ToMarkdownAsync());
return 0;
