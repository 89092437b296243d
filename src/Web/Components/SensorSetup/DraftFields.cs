using System.Globalization;
using System.Text.RegularExpressions;
using PowerMeter.Shared.Sensors;
using PowerMeter.Web.Forms;
using PowerMeter.Web.SensorSetup;

namespace PowerMeter.Web.Components.SensorSetup;

/// <summary>
/// A draft as the texts of a form, under the names that faults have: <c>name</c>, <c>period_s</c>, <c>settings.NAME</c>.
/// Numbers stand as the reader writes them, with his decimal separator.
/// </summary>
internal sealed partial class DraftFields
{
    public const string Name = "name";
    public const string Period = "period_s";

    private readonly SensorDraft _draft;
    private readonly SensorKind _kind;
    private readonly CultureInfo _culture;
    private readonly Dictionary<string, string> _texts = [];

    private DraftFields(SensorDraft draft, SensorKind kind, CultureInfo culture) => (_draft, _kind, _culture) = (draft, kind, culture);

    /// <summary>What does not stand in the form is the empty text.</summary>
    public string this[string field]
    {
        get => _texts.GetValueOrDefault(field, "");
        set => _texts[field] = value ?? "";
    }

    public static string Of(SensorField field) => $"settings.{field.Name}";

    public static DraftFields Of(SensorDraft draft, SensorKind kind, CultureInfo culture)
    {
        var fields = new DraftFields(draft, kind, culture)
        {
            [Name] = draft.Name,
            [Period] = draft.PeriodSeconds is { } seconds ? seconds.ToString("0.###", culture) : "",
        };
        foreach (var field in kind.Fields) fields[Of(field)] = fields.Shown(field, draft.Settings.GetValueOrDefault(field.Name));
        return fields;
    }

    /// <summary>What is set; empty fields have their default, an empty secret stays the one that is stored.</summary>
    public SensorDraft ToDraft() => _draft with
    {
        Name = this[Name].Trim(),
        PeriodSeconds = PeriodOrNull(),
        Settings = _kind.Fields.Select(field => (field.Name, Text: Stored(field))).Where(set => set.Text is not null).ToDictionary(set => set.Name, set => set.Text!),
    };

    /// <summary>What cannot be told to anybody else: a draft has no place for it.</summary>
    public IReadOnlyList<FieldFault> Faults => PeriodOrNull() is 0 ? [new FieldFault(Period, "Sensors_BadPeriod", this[Period].Trim())] : [];

    // Nothing typed is the kind's own period; what is no number is 0, which no period may be.
    private double? PeriodOrNull() => this[Period].Trim() switch
    {
        "" => null,
        var text => double.TryParse(Plain(text), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds) ? seconds : 0,
    };

    private string Shown(SensorField field, string? stored) => field.Type switch
    {
        SensorFieldType.Number => (stored ?? "").Replace(".", _culture.NumberFormat.NumberDecimalSeparator, StringComparison.Ordinal),
        SensorFieldType.Choice or SensorFieldType.Flag => stored ?? field.Default ?? "",
        _ => stored ?? "",
    };

    private string? Stored(SensorField field)
    {
        var text = this[Of(field)].Trim();
        if (field.Type is SensorFieldType.Number or SensorFieldType.WholeNumber) text = Plain(text);
        var isDefault = text.Length == 0 || (field.Type is SensorFieldType.Choice or SensorFieldType.Flag && text == field.Default);
        return isDefault ? null : text;
    }

    /// <summary>A decimal comma and groups of digits become what programs read; anything else stays, to be refused as it was given.</summary>
    private string Plain(string text)
    {
        var tight = string.Concat(text.Where(letter => !char.IsWhiteSpace(letter))).Replace('−', '-');
        var grouped = _culture.NumberFormat.NumberDecimalSeparator == "." && Thousands().IsMatch(tight);
        return grouped ? tight.Replace(",", "", StringComparison.Ordinal) : tight.Replace(',', '.');
    }

    [GeneratedRegex(@"^-?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]*)?$")]
    private static partial Regex Thousands();
}
