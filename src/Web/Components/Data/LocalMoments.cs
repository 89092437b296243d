using System.Globalization;
using NodaTime;
using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Components.Charts;

namespace PowerMeter.Web.Components.Data;

/// <summary>Moments and lengths as the tables write them, in the site's time. A time of day that comes twice says which it is.</summary>
internal sealed class LocalMoments(DateTimeZone zone, CultureInfo culture)
{
    /// <param name="time">Unix microseconds, as everywhere here.</param>
    public DateOnly DateOf(long time) => Local(time).Date.ToDateOnly();

    /// <summary>Such as 14:00:05, 14:00:05.25 or 02:30:00 (UTC+2).</summary>
    public string Clock(long time)
    {
        var clock = Local(time).ToString("HH:mm:ss.FFF", CultureInfo.InvariantCulture);
        clock = clock.Replace(".", culture.NumberFormat.NumberDecimalSeparator, StringComparison.Ordinal);
        return ClockChange.IsTwice(zone, time) ? $"{clock} ({ClockChange.OffsetAt(zone, time)})" : clock;
    }

    /// <summary>Such as 19 Nov 2026, 14:00:05.</summary>
    public string Moment(long time) => $"{DayTexts.Short(Local(time).Date, culture)}, {Clock(time)}";

    /// <summary>To the second.</summary>
    public string Moment(Instant time) => Moment(UnixMicroseconds.Floor(time.ToUnixMicroseconds(), UnixMicroseconds.PerSecond));

    /// <summary>From one moment to another; the date is said twice only where there are two.</summary>
    public string Span(long from, long until) => DateOf(from) == DateOf(until) ? $"{Moment(from)} – {Clock(until)}" : $"{Moment(from)} – {Moment(until)}";

    /// <summary>Such as 45 s, 12 min, 3 h 20 min, 2 d 4 h: two units at most.</summary>
    /// <param name="microseconds">Not negative.</param>
    /// <param name="day">The word for a day.</param>
    public string Length(long microseconds, string day)
    {
        var seconds = microseconds / (double)UnixMicroseconds.PerSecond;
        if (seconds < 60) return $"{seconds.ToString("0.#", culture)}\u00A0s";
        var minutes = (long)Math.Round(seconds / 60);
        if (minutes < 60) return $"{minutes}\u00A0min";
        var hours = minutes / 60;
        return hours < 24
            ? Two(hours, "h", minutes % 60, "min")
            : Two(hours / 24, day, hours % 24, "h");
    }

    private string Two(long first, string unit, long rest, string restUnit) =>
        rest == 0 ? $"{first.ToString("N0", culture)}\u00A0{unit}" : $"{first.ToString("N0", culture)}\u00A0{unit}\u00A0{rest}\u00A0{restUnit}";

    private LocalDateTime Local(long time) => UnixMicroseconds.ToInstant(time).InZone(zone).LocalDateTime;
}
