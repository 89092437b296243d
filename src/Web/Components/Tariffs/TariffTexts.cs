using System.Globalization;
using NodaTime;

namespace PowerMeter.Web.Components.Tariffs;

/// <summary>Prices, charges and powers of contracts as people read them.</summary>
internal static class TariffTexts
{
    /// <summary>Of a kilowatt-hour: four decimals at least, and all that the contract has.</summary>
    public static string Price(decimal price, string currency) => Formatted(price, currency, Math.Clamp(decimal.Round(price, 4) == price ? 4 : 6, 4, 6));

    public static string Money(decimal amount, string currency) => Formatted(amount, currency, 2);

    public static string Power(int watts) => watts % 100 == 0
        ? $"{(watts / 1000m).ToString("0.#", CultureInfo.CurrentCulture)} kVA"
        : $"{watts.ToString("N0", CultureInfo.CurrentCulture)} W";

    public static string Day(DateOnly day) => Day(LocalDate.FromDateOnly(day));

    public static string Day(LocalDate day) => DayTexts.Long(day, CultureInfo.CurrentCulture);

    private static string Formatted(decimal amount, string currency, int decimals)
    {
        var format = (NumberFormatInfo)CultureInfo.CurrentCulture.NumberFormat.Clone();
        format.CurrencySymbol = Figures.Symbol(currency);
        return amount.ToString(string.Create(CultureInfo.InvariantCulture, $"C{decimals}"), format);
    }
}
