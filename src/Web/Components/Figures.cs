using System.Globalization;

namespace PowerMeter.Web.Components;

/// <summary>
/// Figures as a person reads them: the locale's separators, at most three significant digits; the exact ones go into
/// the tooltip. A figure and its unit come apart, since they are set in two sizes.
/// </summary>
internal static class Figures
{
    private const double Kilowatts = 10_000;

    /// <returns>Such as (1,230, W) or (12.3, kW).</returns>
    public static (string Number, string Unit) Power(double watts, CultureInfo culture) =>
        Math.Abs(watts) < Kilowatts ? (Short(watts, 0, culture), "W") : (Short(watts / 1000, 2, culture), "kW");

    public static string ExactPower(double watts, CultureInfo culture) => $"{watts.ToString("#,##0.##", culture)} W";

    public static (string Number, string Unit) Energy(double wattHours, CultureInfo culture) => (Short(wattHours / 1000, 2, culture), "kWh");

    public static string ExactEnergy(double wattHours, CultureInfo culture) => $"{(wattHours / 1000).ToString("#,##0.000", culture)} kWh";

    public static string Money(decimal amount, string currency, CultureInfo culture) =>
        amount.ToString(Math.Abs(amount) < 1000 ? "C2" : "C0", FormatOf(currency, culture));

    /// <summary>Without cents from ten on: for what is estimated.</summary>
    public static string RoundMoney(decimal amount, string currency, CultureInfo culture) =>
        amount.ToString(Math.Abs(amount) < 9.995m ? "C2" : "C0", FormatOf(currency, culture));

    /// <summary>With its sign and a true minus: "−0.12 €".</summary>
    public static string MoneyChange(decimal amount, string currency, CultureInfo culture)
    {
        var sign = Math.Round(amount, 2) switch { < 0 => "−", > 0 => "+", _ => "" };
        return sign + Money(Math.Abs(amount), currency, culture);
    }

    /// <summary>What a kilowatt-hour costs: four decimals.</summary>
    public static string Price(decimal pricePerKwh, string currency, CultureInfo culture) => pricePerKwh.ToString("C4", FormatOf(currency, culture));

    /// <summary>A part of a whole, from 0 to 1, rounded down, so that what has gaps is never whole: "62 %".</summary>
    public static string Part(double part, CultureInfo culture)
    {
        var percent = Math.Floor(part * 100).ToString("0", culture);
        return culture.TwoLetterISOLanguageName == "fr" ? $"{percent}\u00A0%" : $"{percent}%";
    }

    /// <summary>With its sign, a true minus and no decimals: "−8 %".</summary>
    public static string Change(double ratio, CultureInfo culture)
    {
        var percent = ratio.ToString("+0 %;−0 %;0 %", culture);
        return percent.Replace(" ", culture.TwoLetterISOLanguageName == "fr" ? "\u00A0" : "", StringComparison.Ordinal);
    }

    /// <summary>The sign of a currency (ISO 4217); its code where there is no sign that everybody knows.</summary>
    public static string Symbol(string currency) => currency switch
    {
        "EUR" => "€",
        "GBP" => "£",
        "USD" => "$",
        "JPY" => "¥",
        _ => currency,
    };

    private static NumberFormatInfo FormatOf(string currency, CultureInfo culture)
    {
        var format = (NumberFormatInfo)culture.NumberFormat.Clone();
        format.CurrencySymbol = Symbol(currency);
        return format;
    }

    private static string Short(double value, int mostDecimals, CultureInfo culture)
    {
        if (value == 0) return "0";
        var magnitude = (int)Math.Floor(Math.Log10(Math.Abs(value)));
        var decimals = Math.Clamp(2 - magnitude, 0, mostDecimals);
        var step = magnitude > 2 ? Math.Pow(10, magnitude - 2) : 1;
        return (Math.Round(value / step, decimals, MidpointRounding.AwayFromZero) * step).ToString($"N{decimals}", culture);
    }
}
