using PowerMeter.Benchmarks;
using PowerMeter.Benchmarks.Sensors;
using PowerMeter.Tests.TestKit;

// Without a name all are run and RESULTS.md is written; with names only those, printed.
var all = new Dictionary<string, Func<Report, Task>>
{
    ["ingest"] = IngestBenchmark.RunAsync,
    ["energy"] = EnergyBenchmark.RunAsync,
    ["query"] = QueryBenchmark.RunAsync,
    ["memory"] = MemoryBenchmark.RunAsync,
    ["latency"] = LatencyBenchmark.RunAsync,
    ["sensors"] = SensorCpuBenchmark.RunAsync,
    ["soak"] = SoakBenchmark.RunAsync,
};
if (args.FirstOrDefault(name => !all.ContainsKey(name)) is { } unknown)
{
    Console.Error.WriteLine($"There is no benchmark '{unknown}'; allowed: {string.Join(", ", all.Keys)}.");
    return 1;
}

var report = new Report(Console.Out);
foreach (var (name, run) in all)
    if (args.Length == 0 || args.Contains(name)) await run(report);
if (args.Length == 0) await File.WriteAllTextAsync(Repository.File("tests/Benchmarks/RESULTS.md"), await report.ToMarkdownAsync());
return 0;
