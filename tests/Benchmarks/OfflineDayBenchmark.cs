using System.Diagnostics;
using System.Globalization;
using PowerMeter.Shared.Measurement;
using PowerMeter.Tests.TestKit;
using PowerMeter.Tests.W3bstreamNode.Arrivals;
using PowerMeter.Tests.W3bstreamNode.Hosting;

namespace PowerMeter.Benchmarks;

/// <summary>A day without the network, then with it: how soon all is delivered, and whether readings of now wait for it.</summary>
internal static class OfflineDayBenchmark
{
    private const int Readings = 17_280;
    private const string Token = "w3b_benchmark";
    private const long Window = 5 * UnixMicroseconds.PerSecond;

    public static async Task RunAsync(Report report)
    {
        report.Section("W3bstream: a day offline", $"A day of the simulated household at 8 s made into {Readings:N0} signed readings (secp256k1) while the network is away, then the stand-in network is started as a process of its own, which verifies every signature by @noble/curves before it answers; meanwhile a sample of now every half second. Processor (`W3bstream:LongestPause` 1 s), PostgreSQL and network share the machine. Lateness is from the end of a window to the arrival at the network.");
        await using var database = await PostgresServer.Shared.CreateDatabaseAsync();
        using var directory = new TemporaryDirectory();
        var since = UnixMicroseconds.Floor(Now, Window) - Readings * Window;
        var (port, sensor) = (FreePort.Find(), await database.AddSensorAsync("household"));
        await PrepareAsync(database, directory, sensor, since, port);
        using var stop = new CancellationTokenSource();
        var live = FeedAsync(database, sensor, stop.Token);
        await using var processor = PowerMeterProcess.Start("Processor", database, directory.Path, new Dictionary<string, string>
        {
            ["W3bstream__Directory"] = directory.File("identity"),
            ["W3bstream__LongestPause"] = "1s",
        });
        await Eventually.BecomesTrueAsync(
            "the day is made", () => database.Web.ScalarAsync<bool>($"select count(*) >= {Readings} from w3bstream_outbox"), TimeSpan.FromMinutes(5));

        var cpu = CpuTime.Of(processor.Id);
        var online = Now;
        await RunNetworkAsync(directory, port, () => Eventually.BecomesTrueAsync("all are delivered", () => database.Web.ScalarAsync<bool>(
            $"select sent >= {Readings} and (select count(*) < 10 from w3bstream_outbox) from w3bstream_status"), TimeSpan.FromMinutes(10)));
        cpu = CpuTime.Of(processor.Id) - cpu;
        await stop.CancelAsync();
        await live.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await using var network = await RunningNode.StartAsync(new NodeOptions { StoreFile = directory.File("network") });
        Tell(report, network, online, cpu);
    }

    private static long Now => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10;

    private static async Task PrepareAsync(TestDatabase database, TemporaryDirectory directory, int sensor, long since, int port)
    {
        var day = YearOfSamples.Of(sensor, UnixMicroseconds.ToInstant(since), UnixMicroseconds.ToInstant(Now));
        foreach (var chunk in day.Chunk(5000))
            await database.InsertPowerAsync(sensor, [.. chunk.Select(sample => (sample.Time.ToUnixMicroseconds(), sample.Watts))]);
        await database.Owner.ExecuteAsync(
            "update w3bstream_settings set publish_url = $1, token = $2",
            $"http://127.0.0.1:{port}{NodeOptions.DefaultPath}", TestKeyRing.MakeIn(directory.File("keys")).Protect(Token));
        await database.Owner.ExecuteAsync("update w3bstream_status set forwards_since = $1", UnixMicroseconds.ToInstant(since).ToDateTimeUtc());
        await File.WriteAllTextAsync(directory.File("token"), Token);
    }

    private static async Task FeedAsync(TestDatabase database, int sensor, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500), TimeProvider.System);
        while (await timer.WaitForNextTickAsync(stop)) await database.InsertPowerAsync(sensor, [(Now, 250 + Random.Shared.Next(1000) / 10.0)]);
    }

    private static async Task RunNetworkAsync(TemporaryDirectory directory, int port, Func<Task> during)
    {
        var program = Path.Combine(Path.GetDirectoryName(Repository.Program("W3bstreamNode"))!, $"{typeof(RunningNode).Assembly.GetName().Name}.dll");
        string[] arguments = ["--port", $"{port}", "--token-file", directory.File("token"), "--store", directory.File("network")];
        using var node = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true })!;
        try
        {
            await during();
        }
        finally
        {
            node.Kill();
            await node.WaitForExitAsync();
        }
    }

    private static void Tell(Report report, RunningNode network, long online, TimeSpan cpu)
    {
        var boundary = DateTimeOffset.UnixEpoch.AddMicroseconds(online);
        var backlog = network.Readings.Where(reading => reading.WindowEnd <= boundary).ToList();
        var took = backlog.Max(reading => reading.ReceivedAt) - backlog.Min(reading => reading.ReceivedAt);
        var late = network.Readings.Where(reading => reading.WindowEnd > backlog[0].ReceivedAt && reading.WindowEnd < backlog[^1].ReceivedAt).ToList();
        var wait = backlog.Min(reading => reading.ReceivedAt) - boundary;
        var inOrder = backlog.Zip(backlog.Skip(1)).All(pair => pair.First.WindowEnd < pair.Second.WindowEnd);
        var twice = network.Readings.Count(reading => reading.Repeat != Repeat.None);
        report.Row(
            "from the first reading to the last of the backlog",
            string.Create(CultureInfo.InvariantCulture, $"{took.TotalSeconds:F1} s, {backlog.Count / took.TotalSeconds:N0} readings/s (begun {wait.TotalSeconds:F1} s after the network's start)"),
            "", "under 60 s", took < TimeSpan.FromMinutes(1) && backlog.Count >= Readings);
        report.Row(
            "order and repeats", string.Create(CultureInfo.InvariantCulture, $"{(inOrder ? "in order" : "not in order")}, {twice} twice, {backlog.Count:N0} readings"),
            "", "in order, none twice", inOrder && twice == 0);
        report.Row(
            $"greatest lateness of the {late.Count} readings of now beside it",
            late.Count == 0 ? "none" : string.Create(CultureInfo.InvariantCulture, $"{late.Max(reading => reading.Lateness).TotalSeconds:F2} s (median {Timing.Median(late.Select(reading => reading.Lateness.TotalSeconds)):F2} s)"),
            "", "at most 2 s", late.Count > 0 && late.Max(reading => reading.Lateness) <= TimeSpan.FromSeconds(2));
        report.Row(
            "processor time of the Processor", string.Create(CultureInfo.InvariantCulture, $"{cpu.TotalSeconds:F1} s, {cpu.TotalMicroseconds / network.Readings.Count:F0} µs a reading"));
    }
}
