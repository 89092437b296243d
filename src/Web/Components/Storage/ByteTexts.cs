using System.Globalization;
using Microsoft.Extensions.Localization;
using PowerMeter.Web.Resources;

namespace PowerMeter.Web.Components.Storage;

/// <summary>Sizes and lengths of time as people read them: at most three digits.</summary>
internal static class ByteTexts
{
    private const double Kilo = 1000;

    private static readonly string[] Units = ["Storage_B", "Storage_kB", "Storage_MB", "Storage_GB", "Storage_TB"];

    /// <summary>Such as 1.25 GB.</summary>
    public static string Size(IStringLocalizer<Texts> text, double bytes)
    {
        var unit = 0;
        for (; Math.Round(bytes) >= Kilo && unit < Units.Length - 1; unit++) bytes /= Kilo;
        return text[Units[unit], bytes.ToString(unit == 0 || bytes >= 100 ? "N0" : bytes >= 10 ? "N1" : "N2", CultureInfo.CurrentCulture)];
    }

    /// <summary>Such as 4.2 years, 7 months, 12 days.</summary>
    public static string Length(IStringLocalizer<Texts> text, double days) => days switch
    {
        >= 100 * 365.25 => text["Storage_Century"],
        >= 2 * 365.25 => text["Storage_Years", (days / 365.25).ToString(days < 10 * 365.25 ? "N1" : "N0", CultureInfo.CurrentCulture)],
        >= 60 => text["Storage_Months", (days / 30.4375).ToString("N0", CultureInfo.CurrentCulture)],
        < 1 => text["Storage_LessThanADay"],
        < 2 => text["Storage_OneDay"],
        _ => text["Storage_Days", Math.Floor(days).ToString("N0", CultureInfo.CurrentCulture)],
    };
}
