using System.Collections.Frozen;
using System.Globalization;

namespace PowerMeter.Web.Api.V1.Tariffs;

/// <summary>The currencies that are in use somewhere (ISO 4217), as the system's locales know them.</summary>
internal static class Currencies
{
    private static readonly Lazy<FrozenSet<string>> Known = new(() => CultureInfo.GetCultures(CultureTypes.SpecificCultures)
        .Select(culture => new RegionInfo(culture.Name).ISOCurrencySymbol)
        .Where(HasForm).ToFrozenSet(StringComparer.Ordinal));

    /// <summary>By their codes; none on a system without locales.</summary>
    public static IEnumerable<string> All => Known.Value.Order(StringComparer.Ordinal);

    /// <summary>Three capital letters that some country pays with. On a system without locales, any three.</summary>
    public static bool IsKnown(string code) => HasForm(code) && (Known.Value.Count == 0 || Known.Value.Contains(code));

    private static bool HasForm(string code) => code.Length == 3 && code.All(char.IsAsciiLetterUpper);
}
