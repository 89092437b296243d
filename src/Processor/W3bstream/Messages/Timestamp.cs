using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Processor.W3bstream.Messages;

internal static class Timestamp
{
    /// <returns>The end of the reading's window, in unix seconds or, when that is set, milliseconds.</returns>
    public static long Of(Reading reading, W3bstreamSettings settings) => reading.End / (settings.TimestampInMilliseconds ? 1_000 : 1_000_000);
}
