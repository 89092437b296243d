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

    /// <summary>What is done with a thousand readings, by name; measured for each curve.</summary>
    private static readonly (string Name, Func<MessageMaker, Action> Make)[] Works =
    [
        ("devnet messages, raw", maker => () => MakeAll(maker, W3bstreamSettings.Default)),
        ("devnet messages, DER", maker => () => MakeAll(maker, new W3bstreamSettings { SignatureEncoding = SignatureEncoding.Der })),
    ];

    public static async Task RunAsync(Report report)
    {
        report.Section("Signing", $"Messages made from readings on one core, the key's file looked at for each; the baseline is bare ECDsa.SignData of the same bytes. Rounds of {Messages:N0} take turns; medians of {Rounds}.");
        foreach (var curve in new[] { KeyCurve.Secp256k1, KeyCurve.Secp256r1 }) await CurveAsync(report, curve);
    }

    private static async Task CurveAsync(Report report, KeyCurve curve)
    {
        using var directory = new TemporaryDirectory();
        var keys = new KeySource(new KeyFile(new W3bstreamOptions { Directory = directory.File("identity"), Curve = curve.Name }, TimeProvider.System));
        var maker = new MessageMaker(keys);
        using var bare = ECDsa.Create(curve.Curve);
        var data = Encoding.ASCII.GetBytes("""{"sensor_reading":134.712345,"timestamp":1677091161}""");
        var actions = Works.Select(work => work.Make(maker)).Prepend(() => SignAll(bare, data)).Select(InTask).ToArray();
        var times = await Timing.MediansAsync(Rounds, actions);
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
