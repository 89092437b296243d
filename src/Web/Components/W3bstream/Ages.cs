using Microsoft.Extensions.Localization;
using PowerMeter.Web.Resources;

namespace PowerMeter.Web.Components.W3bstream;

/// <summary>How long something lasts or is ago, as people say it: one unit.</summary>
internal static class Ages
{
    private const double Minute = 60;
    private const double Hour = 60 * Minute;
    private const double Day = 24 * Hour;

    public static string Length(IStringLocalizer<Texts> text, double seconds) => seconds switch
    {
        < 1.5 * Minute => text["W3b_Length_Seconds", (long)Math.Round(seconds)],
        < 1.5 * Hour => text["W3b_Length_Minutes", (long)Math.Round(seconds / Minute)],
        < 1.5 * Day => text["W3b_Length_Hours", (long)Math.Round(seconds / Hour)],
        _ => text["W3b_Length_Days", (long)Math.Round(seconds / Day)],
    };

    /// <param name="time">Unix milliseconds, past or to come.</param>
    public static string From(IStringLocalizer<Texts> text, long time, DateTimeOffset now)
    {
        var seconds = (now.ToUnixTimeMilliseconds() - time) / 1000.0;
        return seconds < 0 ? text["W3b_In", Length(text, Math.Max(1, -seconds))] : seconds < 1 ? text["Age_Now"] : text["W3b_Ago", Length(text, seconds)];
    }
}
