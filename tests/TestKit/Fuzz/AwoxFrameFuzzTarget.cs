using PowerMeter.Receiver.Drivers.Awox;
using PowerMeter.Shared.Language;

namespace PowerMeter.Tests.TestKit.Fuzz;

/// <summary>The plug's notifications, whole and in two pieces, from the assembler to the status.</summary>
public sealed class AwoxFrameFuzzTarget : IFuzzTarget
{
    private const double MostWatts = uint.MaxValue / 1000.0;

    public string Name => "awox";

    public IEnumerable<byte[]> Seeds =>
    [
        .. Directory.GetFiles(Repository.File("tests/wire/awox"), "*.txt").Order(StringComparer.Ordinal)
            .SelectMany(File.ReadLines).Where(line => line.Length > 0).Select(Convert.FromHexString),
        SmartPlugFrame.AskStatus(), SmartPlugFrame.Switch(on: true), [0x0F, 0xFF], [0x0F, 0x01], [0x0F, 0x0F, 0x0F, 0x0F],
    ];

    public bool Take(byte[] input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var taken = Push(input, input.Length);
        return taken | Push(input, input.Length / 2);
    }

    private static bool Push(byte[] input, int cut)
    {
        var (taken, rejected) = (false, 0);
        var frames = new FrameAssembler();
        frames.Push(input.AsSpan(0, cut), OnPayload, OnReject);
        frames.Push(input.AsSpan(cut), OnPayload, OnReject);
        frames.Abandon(OnReject);
        FuzzException.Unless(taken || rejected > 0 || input.Length == 0, "Bytes were neither taken nor rejected");
        return taken;

        void OnPayload(ReadOnlySpan<byte> payload)
        {
            FuzzException.Unless(payload.Length is >= 1 and <= 254, $"A payload of {payload.Length} bytes");
            taken = true;
            _ = SmartPlugFrame.IsSwitchConfirmation(payload);
            if (SmartPlugStatus.TryParse(payload, out var status)) FuzzException.Unless(status.Watts is >= 0 and <= MostWatts, $"{status.Watts} W were taken");
        }

        void OnReject(Sentence reason)
        {
            FuzzException.Unless(reason.ToString().Length is > 0 and < 200, $"The reason has {reason.ToString().Length} characters");
            rejected++;
        }
    }
}
