using NodaTime;
using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Push;

namespace PowerMeter.Tests.TestKit.Fuzz;

/// <summary>The bodies of pushed samples, each as JSON and as CSV.</summary>
public sealed class PushBodyFuzzTarget : IFuzzTarget
{
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 1, 12, 0);

    private readonly PushRules _rules = new(1, Now, Now + Duration.FromMinutes(10));

    public string Name => "push";

    public IEnumerable<byte[]> Seeds =>
    [
        [.. """{"watts":231.5,"volts":229.8,"battery":87}"""u8],
        [.. """[{"time":1772366400,"watts":1},{"time":"2026-03-01T11:00:00.5+01:00","watts":"-2e3","volts":null}]"""u8],
        [.. """[{"time":4102444799.999999,"watts":1e9},{"time":946684800,"watts":-1000000000}]"""u8],
        [.. "time,watts,volts,battery\r\n1772366400,100,230,\r\n\"2026-03-01T11:00:00Z\",200,,99\r\n"u8],
        [.. "watts,time\n1.5,1772366400.25\n"u8],
        // Pieces, which come into the others.
        [.. "\"time\":"u8], [.. "\"watts\":"u8], [.. "null"u8], [.. "{}"u8], [.. "[]"u8], [.. "1e308"u8], [.. "1e-999999"u8], [.. "\\ud800"u8],
        [.. "\\u0000"u8], [.. "NaN"u8], [.. "Infinity"u8], [.. "9999999999999"u8], [.. "2026-02-30T25:61:61Z"u8], [.. "\uFEFF"u8],
    ];

    public bool Take(byte[] input) => Take(input, "application/json") | Take(input, "text/csv");

    private bool Take(byte[] input, string mediaType)
    {
        try
        {
            var batch = PushBody.Parse(input, mediaType, _rules);
            foreach (var sample in batch.Samples) Check(sample);
            foreach (var row in batch.Rejected) CheckText(row.Reason, row.Row >= 0 && row.Line >= 1);
            return batch.Samples.Count > 0;
        }
        catch (PushFormatException e)
        {
            CheckText(e.Message, hasPlace: true);
            return false;
        }
    }

    private void Check(Sample sample)
    {
        FuzzException.Unless(Sample.IsPower(sample.Watts) && sample.SensorId == 1, $"{sample.Watts} W were taken");
        FuzzException.Unless(sample.Time >= Sample.Earliest && sample.Time <= _rules.Latest, $"{sample.Time} was taken");
        FuzzException.Unless(sample.Volts is null or (>= -100_000 and <= 100_000), $"{sample.Volts} V were taken");
        FuzzException.Unless(sample.Battery is null or (>= 0 and <= 125), $"{sample.Battery} % were taken");
    }

    /// <summary>PostgreSQL takes no NUL in a text, and a log no line end.</summary>
    private static void CheckText(string text, bool hasPlace) => FuzzException.Unless(
        hasPlace && text.Length is > 0 and < 500 && !text.Any(char.IsControl) && !text.Any(char.IsSurrogate), $"The reason is not fit to show: {text}");
}
