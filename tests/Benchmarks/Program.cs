using PowerMeter.Benchmarks;
using PowerMeter.Benchmarks.Sensors;
using PowerMeter.Tests.TestKit;

// Without a name all but the soak, which takes a quarter of an hour, are run and RESULTS.md is written; the soak alone
// writes SOAK.md; other names are run and printed.
var all = new Dictionary<string, Func<Report, Task>>
{
    ["ingest"] = IngestBenchmark.RunAsync,
    ["import"] = ImportBenchmark.RunAsync,
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
    if (args.Length == 0 ? name != "soak" : args.Contains(name)) await run(report);
var results = args switch { [] => "RESULTS.md", ["soak"] => "SOAK.md", _ => null };
if (results is not null) await File.WriteAllTextAsync(Repository.File($"tests/Benchmarks/{results}"), await report.ToMarkdownAsync());
return 0;
