using System.Text.RegularExpressions;
using PowerMeter.Shared.Tariffs;

namespace PowerMeter.Web.Tariffs;

/// <summary>Off-peak hours as people and programs write them: with more blanks than the stored form has.</summary>
public static partial class OffPeakText
{
    /// <summary>Characters.</summary>
    public const int Longest = 1000;

    /// <exception cref="FormatException">The text is not a schedule; the message says what is allowed.</exception>
    public static OffPeakSchedule Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > Longest) throw new FormatException($"The off-peak hours have {text.Length} characters; allowed: at most {Longest}.");
        // As the schema writes it: blanks only where they part something.
        var rules = text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(rule => Blanks().Replace(AroundMarks().Replace(rule, "$1"), " "));
        return OffPeakSchedule.Parse(string.Join("; ", rules));
    }

    /// <returns>Null when the text is not a schedule.</returns>
    public static OffPeakSchedule? TryParse(string text)
    {
        try
        {
            return Parse(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\s*([,-])\s*")]
    private static partial Regex AroundMarks();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
