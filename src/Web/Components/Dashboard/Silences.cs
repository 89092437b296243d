using System.Globalization;
using Microsoft.Extensions.Localization;
using NodaTime;
using PowerMeter.Web.Resources;

namespace PowerMeter.Web.Components.Dashboard;

/// <summary>How old a value is, and why there is none, as people say it.</summary>
internal static class Silences
{
    /// <summary>Another one every few seconds, so that the browser sees that the page is alive also when nothing on it changes (alive.js).</summary>
    public static long Beat(DateTimeOffset now) => now.ToUnixTimeSeconds() / 4 % 100;

    /// <param name="time">Unix milliseconds.</param>
    public static string Age(IStringLocalizer<Texts> text, long time, DateTimeOffset now)
    {
        var seconds = (now.ToUnixTimeMilliseconds() - time) / 1000;
        return seconds < 1 ? text["Age_Now"] : text["Age_Seconds", seconds];
    }

    /// <returns>Such as "not connected · no data since 14:02".</returns>
    public static string Of(IStringLocalizer<Texts> text, WatchedSensor watched, DateTimeZone zone, DateTimeOffset now)
    {
        var silence = Since(text, watched.LastTime, zone, now);
        return watched.Sensor.IsOut || watched.Sensor.IsHeld ? $"{text[$"State_{watched.Sensor.State}"]} · {silence}" : silence;
    }

    private static string Since(IStringLocalizer<Texts> text, long? last, DateTimeZone zone, DateTimeOffset now)
    {
        if (last is not { } time) return text["Silent_Ever"];
        var local = Instant.FromUnixTimeMilliseconds(time).InZone(zone).LocalDateTime;
        var today = Instant.FromDateTimeOffset(now).InZone(zone).Date;
        return local.Date == today
            ? text["Silent_Today", local.TimeOfDay.ToString("t", CultureInfo.CurrentCulture)]
            : text["Silent_Since", local.ToString("g", CultureInfo.CurrentCulture)];
    }
}
