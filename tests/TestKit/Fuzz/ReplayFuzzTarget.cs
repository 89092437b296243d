using PowerMeter.Receiver.Drivers.Replay;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Tests.TestKit.Fuzz;

/// <summary>Recorded files, read as each format.</summary>
public sealed class ReplayFuzzTarget : IFuzzTarget
{
    private static readonly RecordingFormat[] Formats = [RecordingFormat.Auto, RecordingFormat.Csv, RecordingFormat.Acs712];

    public string Name => "replay";

    public IEnumerable<byte[]> Seeds =>
    [
        [.. "time,watts\n2026-03-01T12:00:00Z,5\n"u8], [.. "1700000000,5,3.9,80\n1700000001.5,-6\n"u8], [.. "\uFEFFwatts,\"timestamp\"\r\n1e3,1700000000\r\n"u8],
        [.. "+0 310A350A\n+1.5 360A\n"u8], [.. "+86400 0A310A\n+1 +\n"u8], [.. "9\n5\n3.9875|87.50|12.34\r\n"u8], [.. "Infinity,NaN,-Infinity\n"u8],
        [.. "2026-03-01 12:00:00+01:00,5\n2099-12-31T23:59:60Z,5\n"u8],
    ];

    public bool Take(byte[] input)
    {
        var any = false;
        foreach (var format in Formats) any |= Take(input, format);
        return any;
    }

    private static bool Take(byte[] input, RecordingFormat format)
    {
        using var file = new MemoryStream(input, writable: false);
        var (last, any) = (TimeSpan.Zero, false);
        try
        {
            foreach (var record in Recording.Read(file, format, TimeSpan.FromSeconds(1), CancellationToken.None))
            {
                FuzzException.Unless(record.Offset >= last, $"The time goes back to {record.Offset}");
                last = record.Offset;
                if (record.Error is null) Check(record);
                else FuzzException.Unless(record.Error.ToString().Length is > 0 and < 300, $"The error is empty or long: {record.Error}");
                any |= record.Error is null;
            }
        }
        catch (RecordingException e)
        {
            FuzzException.Unless(e.Message.Length is > 0 and < 2000, $"The error has {e.Message.Length} characters");
        }

        return any;
    }

    private static void Check(in RecordedReading record)
    {
        FuzzException.Unless(Sample.IsPower(record.Watts), $"{record.Watts} W were taken");
        FuzzException.Unless(record.Volts is null or (>= 0 and <= 100_000), $"{record.Volts} V were taken");
        FuzzException.Unless(record.Battery is null or (>= 0 and <= 125), $"{record.Battery} % were taken");
    }
}
