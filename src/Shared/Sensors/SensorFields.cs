using System.Globalization;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Shared.Sensors;

/// <summary>Reads settings by the field that describes them, so that what a form is told and what is checked are one.</summary>
internal static class SensorFields
{
    /// <exception cref="SettingException">It is no number within the field's bounds.</exception>
    public static double Number(this SettingReader settings, SensorField field)
    {
        var (min, max) = BoundsOf(field);
        return settings.Number(field.Name, Convert.ToDouble(field.Default, CultureInfo.InvariantCulture), min, max, field.Unit == "Ω" ? "ohm" : field.Unit ?? "");
    }

    /// <exception cref="SettingException">It is no whole number within the field's bounds.</exception>
    public static int WholeNumber(this SettingReader settings, SensorField field)
    {
        var (min, max) = BoundsOf(field);
        return settings.WholeNumber(field.Name, Convert.ToInt32(field.Default, CultureInfo.InvariantCulture), (int)min, (int)max);
    }

    /// <returns>One of the field's words.</returns>
    /// <exception cref="SettingException">It is none of them.</exception>
    public static string Choice(this SettingReader settings, SensorField field) =>
        settings.Choice(field.Name, field.Default, [.. field.Choices]);

    /// <returns>One of the field's whole numbers.</returns>
    /// <exception cref="SettingException">It is none of them.</exception>
    public static int NumberOfChoice(this SettingReader settings, SensorField field) => int.Parse(settings.Choice(field), CultureInfo.InvariantCulture);

    /// <returns>Where the word stands among the field's, from 0.</returns>
    /// <exception cref="SettingException">It is none of them.</exception>
    public static int PlaceOfChoice(this SettingReader settings, SensorField field) => field.Choices.ToList().IndexOf(settings.Choice(field));

    /// <exception cref="SettingException">It is neither true nor false.</exception>
    public static bool Flag(this SettingReader settings, SensorField field) => settings.Flag(field.Name, bool.Parse(field.Default!));

    /// <summary>The fault of a setting that breaks a rule beyond its own bounds.</summary>
    /// <param name="arguments">See <see cref="SensorRule"/>.</param>
    public static SettingException Breaks(this SettingReader settings, SensorField field, SensorRule rule, string? given, string allowed, params object[] arguments) =>
        new(SettingException.NotAllowed(settings.Name(field.Name), given, allowed).Message)
        {
            Broken = new BrokenRule(field.Name, rule.ToString(), given ?? "", arguments),
        };

    private static (double Min, double Max) BoundsOf(SensorField field) => (field.Min!.Value, field.Max!.Value);
}
