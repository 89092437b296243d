namespace PowerMeter.Processor.W3bstream.Delivery;

/// <summary>A message that waits.</summary>
/// <param name="WindowEnd">Unix microseconds.</param>
/// <param name="Body">Exactly the bytes that are sent.</param>
internal sealed record OutboxRow(long Id, long WindowEnd, Guid EventId, byte[] Body);
