using System.Globalization;

namespace PowerMeter.Web.Components.Charts;

/// <summary>Sensors as an address names them: <c>1</c>, <c>1,3</c> or <c>all</c>. Each set has one text, so that texts can be compared.</summary>
public static class SensorList
{
    /// <summary>Every sensor that there is.</summary>
    public const string All = "all";

    /// <summary>More than any house has: an address must not make a query of thousands.</summary>
    public const int Most = 100;

    /// <returns>Null for the default, and for what cannot be read.</returns>
    public static string? Parse(string? text)
    {
        if (text is null) return null;
        if (string.Equals(text, All, StringComparison.OrdinalIgnoreCase)) return All;
        var parts = text.Split(',');
        if (parts.Length > Most) return null;
        var ids = new List<int>(parts.Length);
        foreach (var part in parts)
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return null;
            ids.Add(id);
        }

        return Write(ids);
    }

    /// <returns>Ascending and each once; null for none.</returns>
    public static string? Write(IEnumerable<int> ids) => ids.Distinct().Order().ToList() is { Count: > 0 } known
        ? string.Join(',', known.Select(id => id.ToString(CultureInfo.InvariantCulture)))
        : null;

    /// <param name="text">As <see cref="Write"/> made it, or <see cref="All"/>, which names none.</param>
    public static IReadOnlyList<int> IdsOf(string? text) => text is null or All
        ? []
        : [.. text.Split(',').Select(id => int.Parse(id, NumberStyles.None, CultureInfo.InvariantCulture))];
}
