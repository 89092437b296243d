using NodaTime;

namespace PowerMeter.Web.Storage;

/// <summary>A month (UTC) whose samples retention has removed.</summary>
/// <param name="Corrected">Samples that corrections had kept aside and that went with them.</param>
public sealed record DroppedMonth(YearMonth Month, long Samples, long Bytes, long Corrected, Instant DroppedAt);
