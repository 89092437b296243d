using System.Diagnostics;
using System.Globalization;
using PowerMeter.Processor.Energy;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Measurement;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Benchmarks;

/// <summary>How far the roll-ups are behind while samples pour in, and how long a year takes from scratch.</summary>
internal static class EnergyBenchmark
{
    private const int Sensors = 100;
    private const int SamplesPerSecond = 100; // each

    private static readonly TimeSpan Pouring = TimeSpan.FromSeconds(70);

    public static async Task RunAsync(Report report)
    {
        report.Section("Roll-ups", $"{Sensors} sensors with {SamplesPerSecond} samples a second each, through SampleWriter, for {Pouring.TotalSeconds} s, with one Processor; the lag is the age of the oldest span that waits, looked at ten times a second. Then a year at 8 s from scratch.");
        await LagAsync(report);
        await RebuildAsync(report);
    }

    private static async Task LagAsync(Report report)
    {
        await using var database = await PostgresServer.Shared.CreateDatabaseAsync();
        for (var i = 0; i < Sensors; i++) await database.AddSensorAsync($"fast {i}", 1.0 / SamplesPerSecond);
        var directory = Directory.CreateTempSubdirectory("powermeter-bench-").FullName;
        await using var processor = PowerMeterProcess.Start("Processor", database, directory);
        await using var receiver = await ReceiverParts.StartAsync(database);
        var lags = new List<double>();
        var sent = 0L;
        using var stop = new CancellationTokenSource();
        var watching = WatchAsync(database, lags, stop.Token);
        var watch = Stopwatch.StartNew();
        for (var tick = 0; watch.Elapsed < Pouring; tick++)
        {
            var now = TimeProvider.System.GetCurrentInstant();
            for (var sensor = 1; sensor <= Sensors; sensor++, sent++)
                await receiver.Queue.WriteAsync(new Sample(sensor, now, 100 + sensor), CancellationToken.None);
            var ahead = TimeSpan.FromSeconds((tick + 1.0) / SamplesPerSecond) - watch.Elapsed;
            if (ahead > TimeSpan.Zero) await Task.Delay(ahead, TimeProvider.System);
        }

        var rate = sent / watch.Elapsed.TotalSeconds;
        await stop.CancelAsync();
        await watching;
        await Eventually.BecomesTrueAsync("nothing waits", () => database.Web.ScalarAsync<bool>("select not exists (select from pending_energy)"));
        Directory.Delete(directory, true);
        report.Row(
            string.Create(CultureInfo.InvariantCulture, $"greatest lag at {rate:N0} samples/s"),
            string.Create(CultureInfo.InvariantCulture, $"{lags.Max():F2} s (median {Timing.Median(lags):F2} s)"), "", "at most 2 s", lags.Max() <= 2);
    }

    private static async Task WatchAsync(TestDatabase database, List<double> lags, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            lags.Add(await database.Web.ScalarAsync<double>("select coalesce(extract(epoch from clock_timestamp() - min(queued_at)), 0)::double precision from pending_energy"));
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, CancellationToken.None);
        }
    }

    private static async Task RebuildAsync(Report report)
    {
        await using var database = await PostgresServer.Shared.CreateDatabaseAsync();
        await database.AddSensorAsync("household");
        await using (var receiver = await ReceiverParts.StartAsync(database))
            await receiver.WriteInChunksAsync(YearOfSamples.Of(1, YearOfSamples.Start, YearOfSamples.End));
        await database.Owner.ExecuteAsync("vacuum analyze");
        var backlog = new EnergyBacklog(database.Processor, new EnergyRollup(database.Processor), TimeProvider.System, TextWriter.Null);
        var scan = await Timing.OnceAsync(() => database.Web.ScalarAsync<double>("select sum(watts) from measures"));
        await backlog.DrainAsync(CancellationToken.None);
        await backlog.QueueEverythingAsync(null, CancellationToken.None);
        var rebuild = await Timing.OnceAsync(() => backlog.DrainAsync(CancellationToken.None));
        report.Row(
            "a year of 8 s samples rebuilt from scratch", string.Create(CultureInfo.InvariantCulture, $"{rebuild.TotalSeconds:F1} s"),
            string.Create(CultureInfo.InvariantCulture, $"{scan.TotalSeconds:F2} s to sum the same rows in SQL"));
    }
}
