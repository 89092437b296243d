using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PowerMeter.Processor.W3bstream;
using PowerMeter.Processor.W3bstream.Identity;
using PowerMeter.Processor.W3bstream.Messages;
using PowerMeter.Shared.W3bstream;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Benchmarks;

/// <summary>What a signed message costs beside its bare signature.</summary>
internal static class SigningBenchmark
{
    private const int Messages = 1_000; // a round
    private const int Rounds = 9;
    private const int AskedPerSecond = 2_000;
    private const int Windows = 17_280; // a day's

    private static readonly KeyCurve[] Curves = [KeyCurve.Secp256k1, KeyCurve.Secp256r1];

    /// <summary>What is done with a thousand readings, by name; measured for each curve.</summary>
    private static readonly (string Name, Func<MessageMaker, Action> Make)[] Works =
    [
        ("devnet messages, raw", maker => () => MakeAll(maker, W3bstreamSettings.Default)),
        ("devnet messages, DER", maker => () => MakeAll(maker, new W3bstreamSettings { SignatureEncoding = SignatureEncoding.Der })),
    ];

    public static async Task RunAsync(Report report)
    {
        report.Section("Signing", $"Messages made from readings on one core, by the processor time of this process (user and system); the key's file looked at for each; the baseline is bare ECDsa.SignData of the same bytes. Rounds of {Messages:N0} take turns; medians of {Rounds}.");
        foreach (var curve in Curves) await CurveAsync(report, curve);

        report.Section("Signing and queueing", $"A day of the simulated household at 8 s, stored but not made into readings: {Windows:N0} windows of 5 s cut, signed and put into the outbox by the Processor's part with its own maker of messages; the baseline is bare ECDsa.SignData just before and just after. On one core: by processor time as before, the looks at the outbox included; by the clock it also waits for PostgreSQL, and for whatever else the machine does.");
        foreach (var curve in Curves) await QueueAsync(report, curve);
    }

    private static async Task QueueAsync(Report report, KeyCurve curve)
    {
        using var directory = new TemporaryDirectory();
        await using var database = await QueueingBenchmark.StoreAsync(days: 1);
        var maker = new MessageMaker(KeysIn(directory, curve));
        using var bare = ECDsa.Create(curve.Curve);
        var data = Encoding.ASCII.GetBytes("""{"sensor_reading":134.712345,"timestamp":1677091161}""");
        MakeAll(maker, W3bstreamSettings.Default); // as warm as it is after the first seconds of a process
        var before = (await Timing.ProcessorMediansAsync(Rounds, InTask(() => SignAll(bare, data))))[0];
        var (took, cpu) = await QueueingBenchmark.MakeAsync(database, Windows, maker);
        var after = (await Timing.ProcessorMediansAsync(Rounds, InTask(() => SignAll(bare, data))))[0];
        var (perCore, signed) = (Windows / cpu.TotalSeconds, 2 * Messages / (before + after) * 1000);
        report.Row(
            $"from samples to signed rows, {curve.Name}",
            string.Create(CultureInfo.InvariantCulture, $"{perCore:N0} readings/s on one core ({perCore / signed:P0} of bare signing); {Windows / took.TotalSeconds:N0} readings/s by the clock"),
            string.Create(CultureInfo.InvariantCulture, $"{signed:N0} signatures a second"),
            string.Create(CultureInfo.InvariantCulture, $"at least {AskedPerSecond:N0} a second"), perCore >= AskedPerSecond);
    }

    private static async Task CurveAsync(Report report, KeyCurve curve)
    {
        using var directory = new TemporaryDirectory();
        var maker = new MessageMaker(KeysIn(directory, curve));
        using var bare = ECDsa.Create(curve.Curve);
        var data = Encoding.ASCII.GetBytes("""{"sensor_reading":134.712345,"timestamp":1677091161}""");
        var actions = Works.Select(work => work.Make(maker)).Prepend(() => SignAll(bare, data)).Select(InTask).ToArray();
        var times = await Timing.ProcessorMediansAsync(Rounds, actions);
        for (var i = 0; i < Works.Length; i++)
        {
            var (made, signed) = (Messages / times[i + 1] * 1000, Messages / times[0] * 1000);
            report.Row(
                $"{Works[i].Name}, {curve.Name}",
                string.Create(CultureInfo.InvariantCulture, $"{made:N0} a second ({times[i + 1] / times[0]:F2} × the time)"),
                string.Create(CultureInfo.InvariantCulture, $"{signed:N0} signatures a second"),
                string.Create(CultureInfo.InvariantCulture, $"at least {AskedPerSecond:N0} a second"), made >= AskedPerSecond);
        }
    }

    private static KeySource KeysIn(TemporaryDirectory directory, KeyCurve curve) =>
        new(new KeyFile(new W3bstreamOptions { Directory = directory.File("identity"), Curve = curve.Name }, TimeProvider.System));

    private static Func<Task> InTask(Action action) => () =>
    {
        action();
        return Task.CompletedTask;
    };

    private static void SignAll(ECDsa key, byte[] data)
    {
        for (var i = 0; i < Messages; i++) key.SignData(data, HashAlgorithmName.SHA256);
    }

    private static void MakeAll(MessageMaker maker, W3bstreamSettings settings)
    {
        for (var i = 0; i < Messages; i++)
        {
            var end = 1_766_905_635_000_000 + i * 5_000_000L;
            maker.Make(new Reading(end - 5_000_000, end, 134.7 + i / 1000.0, 5_000_000), settings);
        }
    }
}
