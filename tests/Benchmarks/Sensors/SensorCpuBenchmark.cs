using System.Diagnostics;
using System.Globalization;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Benchmarks.Sensors;

/// <summary>What six sensors cost while nothing happens: the Receiver's processor time and what it allocates.</summary>
internal static class SensorCpuBenchmark
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(120);

    public static async Task RunAsync(Report report)
    {
        report.Section("Processor time of six sensors", $"{Length.TotalSeconds} s of one sensor of each kind at its default period, after {Settle.TotalSeconds} s to settle; the simulated devices run in the same process and are counted with it. The baseline is the same process with its ingest and no sensor.");
        await using var database = await PostgresServer.Shared.CreateDatabaseAsync();
        await using var site = await WebSite.StartAsync(database);
        await using var receiver = await SensorReceiver.StartAsync(database, TimeProvider.System);
        var (idle, _) = await MeasureAsync();
        var sensors = SensorSet.Of(site);
        using var end = new CancellationTokenSource();
        foreach (var sensor in sensors) await receiver.AddAsync(sensor);
        var measuring = sensors.Select(sensor => Task.Run(() => sensor.MeasureAsync(FaultPlan.None, () => receiver.StateOf(sensor)?.Samples ?? 0, TimeProvider.System, end.Token))).ToList();
        var (busy, allocated) = await MeasureAsync();
        report.Row("all six together", Percent(busy), Percent(idle), "under 1 % of a core", busy < 0.01);
        report.Row("allocated", string.Create(CultureInfo.InvariantCulture, $"{allocated / 1000:F1} kB a second"));
        await end.CancelAsync();
        await Task.WhenAll(measuring);
        await receiver.StopAsync();
        foreach (var sensor in sensors) await sensor.DisposeAsync();
    }

    private static async Task<(double Share, double Allocated)> MeasureAsync()
    {
        await Task.Delay(Settle, TimeProvider.System);
        using var process = Process.GetCurrentProcess();
        var (began, cpu, allocated) = (TimeProvider.System.GetTimestamp(), process.TotalProcessorTime, GC.GetTotalAllocatedBytes());
        await Task.Delay(Length, TimeProvider.System);
        process.Refresh();
        var seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        return ((process.TotalProcessorTime - cpu).TotalSeconds / seconds, (GC.GetTotalAllocatedBytes() - allocated) / seconds);
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share:P2} of a core");
}
