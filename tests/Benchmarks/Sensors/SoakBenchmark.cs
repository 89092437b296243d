using System.Globalization;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Benchmarks.Sensors;

/// <summary>A day of all sensors in a quarter of an hour, with faults: what is good is stored once, what is not is not.</summary>
internal static class SoakBenchmark
{
    private const int Factor = 100;
    private const int Hours = 24;

    public static async Task RunAsync(Report report)
    {
        report.Section("A day of six sensors with faults", $"{Hours} hours on a clock that runs {Factor} times as fast; each sensor at its default period on a simulated device, through its own driver and the Receiver's ingest into PostgreSQL. Good readings have values of their own where the device allows, so that what is stored can be told from what should be. The faults last 10 to 180 s: unplugged, mute, garbage, another's key, old packets, supply dips, overload, loose wires, cut requests, the Web process killed.");
        await using var database = await PostgresServer.Shared.CreateDatabaseAsync();
        await using var site = await WebSite.StartAsync(database);
        var time = new AcceleratedTimeProvider(TimeProvider.System.GetUtcNow().AddHours(-Hours - 1), Factor);
        await using var receiver = await SensorReceiver.StartAsync(database, time);
        var plans = SensorSet.Of(site).ToDictionary(sensor => sensor, sensor => new FaultPlan(sensor.FaultKinds, sensor.FaultKinds, time));
        foreach (var sensor in plans.Keys) await receiver.AddAsync(sensor);
        var memory = await MeasureAsync(receiver, plans, time);

        foreach (var (sensor, plan) in plans)
        {
            var rejected = receiver.StateOf(sensor)?.Rejected ?? 0;
            var verdict = sensor.Judge(await database.Owner.QueryAsync(
                "select watts from measures where sensor_id = $1 order by time", row => row.GetDouble(0), sensor.Id));
            report.Row(
                sensor.Name, string.Create(CultureInfo.InvariantCulture, $"{verdict.Good:N0} good, {verdict.Lost} lost, {verdict.Wrong} wrong ones stored; {plan.Faults} faults, {rejected:N0} readings rejected"),
                "", "none lost, none wrong", verdict is { Lost: 0, Wrong: 0, Good: > 1000 });
            await sensor.DisposeAsync();
        }

        report.Row("managed memory after each quarter of the day", string.Join(", ", memory.Select(Megabytes)), "", "the last at most 10 % above the first", memory[^1] < memory[0] * 1.1);
    }

    /// <returns>Managed memory at the end of each quarter of the time.</returns>
    private static async Task<List<long>> MeasureAsync(SensorReceiver receiver, Dictionary<ISimulatedSensor, FaultPlan> plans, TimeProvider time)
    {
        using var end = new CancellationTokenSource();
        var measuring = plans.Select(plan => Task.Run(() => plan.Key.MeasureAsync(plan.Value, () => receiver.StateOf(plan.Key)?.Samples ?? 0, time, end.Token))).ToList();
        var memory = new List<long>();
        for (var quarter = 0; quarter < 4; quarter++)
        {
            var quarterEnd = Task.Delay(TimeSpan.FromHours(Hours / 4.0), time);
            if (await Task.WhenAny([quarterEnd, .. measuring]) is var first && first != quarterEnd) await first;
            memory.Add(GC.GetTotalMemory(forceFullCollection: true));
            Console.WriteLine($"  {(quarter + 1) * Hours / 4} h");
        }

        await end.CancelAsync();
        await Task.WhenAll(measuring);
        await receiver.StopAsync();
        return memory;
    }

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F1} MB");
}
