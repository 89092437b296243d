namespace PowerMeter.Tests.Integration.Processor.W3bstream;

/// <summary>A row of the outbox; times in unix microseconds.</summary>
internal sealed record OutboxRow(
    long Id, string Stream, long Start, long End, double Watts, double CoveredSeconds, string Profile, Guid EventId, byte[] Body, string State);
