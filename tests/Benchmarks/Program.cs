using System.Globalization;
using PowerMeter.Benchmarks;
using PowerMeter.Benchmarks.Api;
using PowerMeter.Benchmarks.Sensors;
using PowerMeter.Tests.TestKit;

// Without a name all but the soak, which takes a quarter of an hour, are run and RESULTS.md is written; the soak alone
// writes SOAK.md; other names are run and printed. "api=2" takes two sensors instead of ten, to try it out.
if (args is [DashboardClients.Argument]) return await DashboardClients.RunAsync();
const string Few = "api=";
var sensors = ApiBenchmark.Sensors;
if (args.FirstOrDefault(name => name.StartsWith(Few, StringComparison.Ordinal)) is { } few)
{
    if (!int.TryParse(few[Few.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out sensors) || sensors is < 1 or > ApiBenchmark.Sensors)
    {
        Console.Error.WriteLine($"The number of sensors is '{few[Few.Length..]}'; allowed: 1 to {ApiBenchmark.Sensors}.");
        return 1;
    }

    args = [.. args.Select(name => name == few ? "api" : name)];
}

var all = new Dictionary<string, Func<Report, Task>>
{
    ["ingest"] = IngestBenchmark.RunAsync,
    ["import"] = ImportBenchmark.RunAsync,
    ["energy"] = EnergyBenchmark.RunAsync,
    ["api"] = report => ApiBenchmark.RunAsync(report, sensors),
    ["memory"] = MemoryBenchmark.RunAsync,
    ["latency"] = LatencyBenchmark.RunAsync,
    ["signing"] = SigningBenchmark.RunAsync,
    ["sensors"] = SensorCpuBenchmark.RunAsync,
    ["queueing"] = QueueingBenchmark.RunAsync,
    ["w3bstream"] = OfflineDayBenchmark.RunAsync,
    ["soak"] = SoakBenchmark.RunAsync,
};
if (args.FirstOrDefault(name => !all.ContainsKey(name)) is { } unknown)
{
    Console.Error.WriteLine($"There is no benchmark '{unknown}'; allowed: {string.Join(", ", all.Keys)}.");
    return 1;
}

var report = new Report(Console.Out);
foreach (var (name, run) in all)
    if (args.Length == 0 ? name != "soak" : args.Contains(name)) await run(report);
var results = args switch { [] => "RESULTS.md", ["soak"] => "SOAK.md", _ => null };
if (results is not null) await File.WriteAllTextAsync(Repository.File($"tests/Benchmarks/{results}"), await report.ToMarkdownAsync());
return 0;
