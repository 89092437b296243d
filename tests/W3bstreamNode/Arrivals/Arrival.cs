namespace PowerMeter.Tests.W3bstreamNode.Arrivals;

/// <summary>A verified reading on its way into the ledger; a line of the store.</summary>
/// <param name="Event">devnet: the event's id; task: the first half of the task's.</param>
/// <param name="IsTask">It came as a task, and not as an event of the devnet.</param>
/// <param name="OpenSsl">OpenSSL's command has verified it as well.</param>
public sealed record Arrival(
    Device Device, DateTimeOffset WindowEnd, double Watts, Guid Event, DateTimeOffset ReceivedAt, bool IsTask, bool IsDer, bool HighS, bool OpenSsl);
