using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Benchmarks.Api;

/// <summary>Many dashboards at once, asked for by a process of their own, so that what the client costs is not the server's.</summary>
internal static class DashboardLoad
{
    private const int Dashboards = 50;
    private const double MostMilliseconds = 50;
    private const double MostMegabytes = 250;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    public static async Task RunAsync(Report report, WebSite site, int sensors)
    {
        report.Section("Dashboards", $"{Dashboards} pages as CitizenWatt's, for {DashboardClients.Lasting.TotalSeconds} s, half of them with a session cookie and half with a bearer token, from a process of their own on the same machine: each asks every {DashboardClients.Period.TotalSeconds} s for {string.Join(", ", DashboardClients.CallNames)}, one after the other. Each call counts alone; the baseline is the empty call (/api/time) among the same.");
        var cookie = await site.SignInForCookieAsync();
        var token = await site.AddTokenAsync("read");
        var settings = new DashboardSettings(
            site.Address, cookie, token, Dashboards, sensors, (YearOfSamples.End - NodaTime.Duration.FromHours(9)).ToUnixTimeSeconds());
        var before = CpuTime.Of(site.Process.Id);
        using var clients = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { typeof(DashboardLoad).Assembly.Location, DashboardClients.Argument },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await clients.StandardInput.WriteLineAsync(JsonSerializer.Serialize(settings));
        var output = clients.StandardOutput.ReadToEndAsync();
        var resident = new List<double>();
        while (!output.IsCompleted)
        {
            resident.Add(ResidentMegabytes(site.Process.Id));
            await Task.WhenAny(output, Task.Delay(LookEvery, TimeProvider.System));
        }

        await clients.WaitForExitAsync();
        if (clients.ExitCode != 0) throw new InvalidOperationException($"The dashboards ended with {clients.ExitCode}: {await output}");
        var result = JsonSerializer.Deserialize<DashboardResult>(await output)!;
        var cpu = (CpuTime.Of(site.Process.Id) - before) / DashboardClients.Lasting;
        Add(report, result, cpu, resident.Max());
    }

    private static void Add(Report report, DashboardResult result, double cpu, double resident)
    {
        report.Row(
            string.Create(CultureInfo.InvariantCulture, $"{result.Calls} calls, {result.Failed} failed"),
            string.Create(CultureInfo.InvariantCulture, $"median {result.Median:F1} ms, p99 {result.Ninetyninth:F1} ms, greatest {result.Greatest:F0} ms"),
            string.Create(CultureInfo.InvariantCulture, $"median {result.EmptyMedian:F1} ms, p99 {result.EmptyNinetyninth:F1} ms"),
            $"p99 under {MostMilliseconds} ms, none failed", result.Ninetyninth < MostMilliseconds && result.Failed == 0);
        report.Row("Web's processor time", string.Create(CultureInfo.InvariantCulture, $"{cpu:P0} of a core"));
        report.Row(
            "Web's greatest resident set", string.Create(CultureInfo.InvariantCulture, $"{resident:F0} MB"), "", $"under {MostMegabytes} MB", resident < MostMegabytes);
    }

    private static double ResidentMegabytes(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / 1e6;
    }
}
