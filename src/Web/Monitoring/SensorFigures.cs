using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Monitoring;

/// <summary>A sensor and what only the figures need.</summary>
/// <param name="SpoolDropped">Samples of the whole Receiver that the spool had no room for.</param>
public sealed record SensorFigures(SensorView View, long SpoolDropped);
