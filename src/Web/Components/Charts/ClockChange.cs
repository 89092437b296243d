using System.Globalization;
using NodaTime;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Web.Components.Charts;

/// <summary>Times of day that come twice, because the clock was set back meanwhile.</summary>
internal static class ClockChange
{
    public static bool IsTwice(DateTimeZone zone, long time) => zone.MapLocal(At(zone, time).LocalDateTime).Count == 2;

    /// <summary>Whether it is the second of the two.</summary>
    public static bool IsAgain(DateTimeZone zone, long time)
    {
        var at = At(zone, time);
        return zone.MapLocal(at.LocalDateTime) is { Count: 2 } both && both.Last().Offset == at.Offset;
    }

    /// <summary>Such as UTC+2, UTC−3:30.</summary>
    public static string OffsetAt(DateTimeZone zone, long time)
    {
        var offset = At(zone, time).Offset.ToTimeSpan();
        var sign = offset < TimeSpan.Zero ? '−' : '+';
        return $"UTC{sign}{offset.ToString(offset.Minutes == 0 ? "%h" : @"h\:mm", CultureInfo.InvariantCulture)}";
    }

    private static ZonedDateTime At(DateTimeZone zone, long time) => UnixMicroseconds.ToInstant(time).InZone(zone);
}
