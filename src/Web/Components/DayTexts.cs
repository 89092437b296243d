using System.Globalization;
using NodaTime;

namespace PowerMeter.Web.Components;

/// <summary>Days as people write them. In French the first of a month is an ordinal: 1er novembre 2026.</summary>
internal static class DayTexts
{
    private const string FrenchFirst = "d'er'";

    /// <returns>Such as Sunday, 1 November 2026.</returns>
    public static string Full(LocalDate day, CultureInfo culture) => Text(day, culture.DateTimeFormat.LongDatePattern, culture);

    /// <returns>Such as 1 November 2026.</returns>
    public static string Long(LocalDate day, CultureInfo culture) => Text(day, "d MMMM yyyy", culture);

    /// <returns>Such as 1 Nov 2026.</returns>
    public static string Short(LocalDate day, CultureInfo culture) => Text(day, "d MMM yyyy", culture);

    /// <param name="pattern">Of .NET's dates, with the day of the month as a lone <c>d</c>, or without it.</param>
    public static string Text(LocalDate day, string pattern, CultureInfo culture) =>
        day.ToDateOnly().ToString(day.Day == 1 && culture.TwoLetterISOLanguageName == "fr" ? WithOrdinal(pattern) : pattern, culture);

    private static string WithOrdinal(string pattern) =>
        string.Join(' ', pattern.Split(' ').Select(part => part is "d" or "%d" ? FrenchFirst : part));
}
