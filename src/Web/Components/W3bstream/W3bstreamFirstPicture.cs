using PowerMeter.Web.Queries;
using PowerMeter.Web.W3bstream;

namespace PowerMeter.Web.Components.W3bstream;

/// <summary>What the page of W3bstream shows first.</summary>
public sealed record W3bstreamFirstPicture(W3bstreamState State, IReadOnlyList<SensorView> Sensors, IReadOnlyList<OutboxReading> Refused);
