using NodaTime;

namespace PowerMeter.Web.Push;

/// <summary>What holds for the rows of one call.</summary>
/// <param name="Now">The time of a single sample that brings none.</param>
/// <param name="Latest">A later sample is refused: a clock that is wrong, or local time that was taken for UTC.</param>
public sealed record PushRules(int SensorId, Instant Now, Instant Latest);
