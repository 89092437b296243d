using System.Globalization;
using System.Text;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Benchmarks;

/// <summary>Collects what was measured: each figure beside its baseline of the same run, and the figure that is asked for.</summary>
internal sealed class Report(TextWriter output)
{
    private readonly StringBuilder _body = new();

    public void Section(string title, string how)
    {
        _body.AppendLine(CultureInfo.InvariantCulture, $"\n## {title}\n\n{how}\n\n| what | measured | baseline of the same run | asked for | met |\n|---|---|---|---|---|");
        output.WriteLine($"\n{title}");
    }

    /// <param name="met">Null where nothing is asked for.</param>
    public void Row(string what, string measured, string baseline = "", string asked = "", bool? met = null)
    {
        var verdict = met switch { true => "yes", false => "**no**", null => "" };
        _body.AppendLine(CultureInfo.InvariantCulture, $"| {what} | {measured} | {baseline} | {asked} | {verdict} |");
        output.WriteLine($"  {what}: {measured}  {(baseline.Length > 0 ? $"(baseline {baseline})" : "")} {(asked.Length > 0 ? $"asked for {asked}: {verdict}" : "")}");
    }

    public async Task<string> ToMarkdownAsync()
    {
        var date = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var head = $"""
            # Figures

            Written by `./powermeter bench` on {date}. Times on a shared machine are worth something as ratios to the baseline
            beside them, which was measured in the same run.

            Machine: {await MachineAsync()}. PostgreSQL {await PostgresVersionAsync()} on the same machine, fsync on.

            """;
        return head + _body;
    }

    private static async Task<string> MachineAsync()
    {
        var model = (await File.ReadAllLinesAsync("/proc/cpuinfo")).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim();
        var debian = (await File.ReadAllTextAsync("/etc/debian_version")).Trim();
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30);
        return string.Create(
            CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores ({model}), {memory:F0} GiB of memory, Debian {debian}, .NET {Environment.Version}");
    }

    private static async Task<string> PostgresVersionAsync()
    {
        await using var postgres = PostgresServer.Shared.Connect("postgres", "postgres");
        return (await postgres.ScalarAsync<string>("show server_version")).Split(' ')[0];
    }
}
