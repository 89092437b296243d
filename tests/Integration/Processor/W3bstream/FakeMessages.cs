using System.Globalization;
using System.Text;
using PowerMeter.Processor.W3bstream;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Tests.Integration.Processor.W3bstream;

/// <summary>Messages without a signature; it can be told to fail.</summary>
internal sealed class FakeMessages : IMessageMaker
{
    /// <summary>Called before each message.</summary>
    public Action<Reading> Before { get; set; } = _ => { };

    public byte[] Make(Reading reading, W3bstreamSettings settings)
    {
        Before(reading);
        return BodyOf(reading.Start, reading.Watts);
    }

    public static byte[] BodyOf(long start, double watts) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{start}:{watts:R}"));
}
