using PowerMeter.Receiver.Drivers;
using PowerMeter.Shared.Language;

namespace PowerMeter.Receiver.Ingest;

/// <summary>What the status writer wrote last, or writes next, for one sensor.</summary>
internal sealed record SensorStatusRow(SensorSnapshot Sensor, Sentence? Error, long SpoolDepth, long SpoolDropped);
