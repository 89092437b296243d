using PowerMeter.Receiver.Drivers;

namespace PowerMeter.Receiver.Ingest;

/// <summary>What the status writer wrote last, or writes next, for one sensor.</summary>
internal sealed record SensorStatusRow(SensorSnapshot Sensor, string? Error, long SpoolDepth, long SpoolDropped);
