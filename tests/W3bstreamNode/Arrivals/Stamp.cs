namespace PowerMeter.Tests.W3bstreamNode.Arrivals;

/// <summary>When a request was there as a whole.</summary>
/// <param name="Ticket">Its place among the others.</param>
public readonly record struct Stamp(long Ticket, DateTimeOffset At);
