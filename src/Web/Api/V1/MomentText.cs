using NodaTime;
using NodaTime.Text;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Web.Api.V1;

/// <summary>A moment as every answer of /api/v1 says it: RFC 3339 in UTC, with as many decimals as it needs.</summary>
internal static class MomentText
{
    public static string Of(Instant moment) => InstantPattern.ExtendedIso.Format(moment);

    /// <returns>Null for none.</returns>
    public static string? Of(Instant? moment) => moment is { } known ? Of(known) : null;

    /// <param name="microseconds">Since 1970.</param>
    public static string Of(long microseconds) => Of(UnixMicroseconds.ToInstant(microseconds));
}
