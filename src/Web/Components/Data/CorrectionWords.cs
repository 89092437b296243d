using System.Globalization;
using Microsoft.Extensions.Localization;
using NodaTime;
using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Corrections;
using PowerMeter.Web.Resources;

namespace PowerMeter.Web.Components.Data;

/// <summary>A correction in words.</summary>
internal sealed class CorrectionWords(IStringLocalizer<Texts> text, DateTimeZone zone, CultureInfo culture)
{
    public LocalMoments Moments { get; } = new(zone, culture);

    /// <summary>Such as "Multiply by 1.05".</summary>
    public string What(CorrectionRequest request) => request.Kind switch
    {
        CorrectionKind.Set => text["Tables_What_Set", Number(request.Watts)],
        CorrectionKind.Scale => text["Tables_What_Scale", Number(request.Factor)],
        CorrectionKind.Shift => text["Tables_What_Shift", Offset(request.Offset)],
        _ => text["Tables_What_Delete"],
    };

    /// <summary>Such as "120 samples · 3.20 → 0.00 kWh · 0.50 € → 0.00 €".</summary>
    public string Figures(CorrectionEntry entry)
    {
        var parts = new List<string> { text["Tables_Count", entry.Samples.ToString("N0", culture)] };
        if (entry is { BeforeWattHours: { } before, AfterWattHours: { } after }) parts.Add($"{Kwh(before, culture)} → {Kwh(after, culture)} kWh");
        if (entry is { BeforeCost: { } cost, AfterCost: { } then }) parts.Add($"{Money(cost, entry)} → {Money(then, entry)}");
        return string.Join(" · ", parts);
    }

    public static string Kwh(double wattHours, CultureInfo culture) => (wattHours / 1000).ToString(Math.Abs(wattHours) is > 0 and < 100 ? "N4" : "N2", culture);

    public static string SignedMoney(decimal amount, string currency, CultureInfo culture)
    {
        var said = Components.Figures.Money(Math.Abs(amount), currency, culture);
        return Math.Round(amount, 2) switch { > 0 => $"+{said}", < 0 => $"−{said}", _ => said };
    }

    private string Money(decimal amount, CorrectionEntry entry) => Components.Figures.Money(amount, entry.Currency, culture);

    private string Number(double number) => number.ToString("#,##0.######", culture);

    /// <summary>Such as +1:00:00 or −0:00:12.5, in hours, minutes and seconds.</summary>
    private string Offset(long microseconds)
    {
        var seconds = Math.Abs(microseconds) / UnixMicroseconds.PerSecond;
        var rest = (Math.Abs(microseconds) % UnixMicroseconds.PerSecond) / (double)UnixMicroseconds.PerSecond;
        var clock = string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600}:{seconds / 60 % 60:00}:{seconds % 60:00}");
        return $"{(microseconds < 0 ? '−' : '+')}{clock}{(rest > 0 ? rest.ToString(".######", culture) : "")}";
    }
}
