using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace PowerMeter.Shared.Hosting;

/// <summary>
/// Reads one section of settings, each key with its bounds; a key that nobody asked for is an error too, so that a
/// misspelt one never goes unnoticed.
/// </summary>
/// <param name="section">The section; its path stands before the key in messages.</param>
/// <param name="path">What messages put before the key, such as <c>Spool</c> or <c>sensor 'Kitchen'</c>.</param>
public sealed class SettingReader(IConfiguration section, string path)
{
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="fallback">What holds when the key is absent; null makes the key required.</param>
    /// <exception cref="SettingException">The key is required and absent.</exception>
    public string Text(string key, string? fallback = null, string allowed = "any text")
    {
        var given = Given(key) ?? fallback;
        return string.IsNullOrWhiteSpace(given) ? throw SettingException.NotAllowed(Name(key), given, allowed) : given;
    }

    /// <summary>A text that may be absent or empty.</summary>
    /// <returns>An empty text when it is.</returns>
    public string OptionalText(string key) => Given(key)?.Trim() ?? "";

    /// <summary>One of some words, in whatever case it is given.</summary>
    /// <param name="fallback">What holds when the key is absent; null makes the key required.</param>
    /// <returns>The word as it stands in <paramref name="allowed"/>, or the fallback.</returns>
    public string Choice(string key, string? fallback, params string[] allowed)
    {
        ArgumentNullException.ThrowIfNull(allowed);
        var given = Given(key);
        if (given is null && fallback is not null) return fallback;
        return allowed.FirstOrDefault(word => word.Equals(given, StringComparison.OrdinalIgnoreCase))
            ?? throw SettingException.NotAllowed(Name(key), given, string.Join(", ", allowed));
    }

    public int WholeNumber(string key, int fallback, int min, int max)
    {
        if (Given(key) is not { } given) return fallback;
        return int.TryParse(given, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw SettingException.NotAllowed(Name(key), given, $"a whole number from {min} to {max}");
    }

    /// <summary>A whole number that people also write as <c>0x40</c>, such as a bus address; the message writes its bounds so.</summary>
    /// <param name="min">At least 0.</param>
    public int HexadecimalNumber(string key, int fallback, int min, int max)
    {
        if (Given(key) is not { } given) return fallback;
        var hexadecimal = given.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return int.TryParse(
                hexadecimal ? given.AsSpan(2) : given, hexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= max
                ? value
                : throw SettingException.NotAllowed(Name(key), given, $"a whole number from 0x{min:X2} to 0x{max:X2}, or {min} to {max}");
    }

    public double Number(string key, double fallback, double min, double max, string unit = "")
    {
        if (Given(key) is not { } given) return fallback;
        return double.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw SettingException.NotAllowed(
                Name(key), given, string.Create(CultureInfo.InvariantCulture, $"a number from {min} to {max} {unit}").TrimEnd());
    }

    public bool Flag(string key, bool fallback)
    {
        if (Given(key) is not { } given) return fallback;
        return bool.TryParse(given, out var value) ? value : throw SettingException.NotAllowed(Name(key), given, "true or false");
    }

    /// <summary>A duration such as <c>500ms</c>, <c>1s</c>, <c>5m</c>, <c>2h</c> or <c>7d</c>.</summary>
    public TimeSpan Duration(string key, TimeSpan fallback, TimeSpan min, TimeSpan max)
    {
        if (Given(key) is not { } given) return fallback;
        return ParseDuration(given) is { } value && value >= min && value <= max
            ? value
            : throw SettingException.NotAllowed(Name(key), given, $"a duration from {FormatDuration(min)} to {FormatDuration(max)}, such as 500ms, 5s, 2m, 1h or 7d");
    }

    /// <summary>Call after the last key.</summary>
    /// <exception cref="SettingException">The section has a key that was never asked for.</exception>
    public void RejectUnknownKeys()
    {
        if (section is IConfigurationSection { Value: { } value })
            throw SettingException.NotAllowed(path, value, $"an object with {string.Join(", ", _known.Order(StringComparer.Ordinal))}");
        foreach (var child in section.GetChildren())
            if (!_known.Contains(child.Key))
                throw new SettingException(_known.Count == 0
                    ? $"{Name(child.Key)} is not a setting: there is none here."
                    : $"{Name(child.Key)} is not a setting; allowed: {string.Join(", ", _known.Order(StringComparer.Ordinal))}.");
    }

    private string? Given(string key)
    {
        _known.Add(key);
        var given = section.GetSection(key);
        return given.GetChildren().Any() ? throw SettingException.NotAllowed(Name(key), "a list or an object", "one value") : given.Value;
    }

    /// <summary>What messages call the key.</summary>
    public string Name(string key) => $"{path}:{key}";

    /// <summary>Reads a duration such as <c>500ms</c>, <c>1s</c>, <c>5m</c>, <c>2h</c> or <c>7d</c>.</summary>
    /// <returns>Null for what is no duration, or one of more than a century.</returns>
    public static TimeSpan? ParseDuration(string text)
    {
        const double LongestDays = 36525;
        var digits = text.AsSpan().TrimEnd("dhms").Trim();
        var unit = text.AsSpan()[digits.Length..].Trim();
        if (!double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return null;
        double? days = unit switch
        {
            "ms" => number / 86_400_000,
            "s" => number / 86_400,
            "m" => number / 1440,
            "h" => number / 24,
            "d" => number,
            _ => null,
        };
        return days <= LongestDays ? TimeSpan.FromMicroseconds(Math.Round(days.Value * 86_400_000_000)) : null;
    }

    /// <summary>In the largest unit of which it has at least one.</summary>
    public static string FormatDuration(TimeSpan value) => value switch
    {
        { TotalDays: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{value.TotalDays}d"),
        { TotalHours: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{value.TotalHours}h"),
        { TotalMinutes: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{value.TotalMinutes}m"),
        { TotalSeconds: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{value.TotalSeconds}s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value.TotalMilliseconds}ms"),
    };
}
