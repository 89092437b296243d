namespace PowerMeter.Tests.W3bstreamNode.Arrivals;

/// <summary>A reading that was verified and kept.</summary>
/// <param name="Sequence">Counts from 1 in the order in which they were kept; with a store also over restarts.</param>
/// <param name="OutOfOrder">A newer reading of the device had come before it.</param>
/// <param name="VerifiedByOpenSsl">By OpenSSL's command as well as by @noble/curves.</param>
public sealed record ArrivedReading(
    long Sequence, Device Device, DateTimeOffset WindowEnd, Guid EventId, double Watts, DateTimeOffset ReceivedAt, Repeat Repeat,
    bool OutOfOrder, bool IsTask, bool IsDer, bool HighS, bool VerifiedByOpenSsl)
{
    /// <summary>From the end of the window to the arrival.</summary>
    public TimeSpan Lateness => ReceivedAt - WindowEnd;
}
