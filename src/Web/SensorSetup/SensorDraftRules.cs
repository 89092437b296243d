using System.Globalization;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Sensors;
using PowerMeter.Web.Forms;

namespace PowerMeter.Web.SensorSetup;

/// <summary>
/// What is wrong with a draft: first each field by its own type and bounds, all at once; then, when these are right, what
/// the kind's options say of them together. Pure.
/// </summary>
internal static class SensorDraftRules
{
    private const int LongestValue = 500;

    /// <summary>As it would be stored: without spaces around, without what is empty, a decimal comma made a point.</summary>
    public static SensorDraft Normalise(SensorDraft draft)
    {
        var kind = SensorKind.Find(draft.Kind);
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in draft.Settings)
            if (Plain(kind?.Fields.FirstOrDefault(known => known.Name == name), value) is { Length: > 0 } plain) settings[name] = plain;
        return draft with { Name = draft.Name.Trim(), Settings = settings, Receiver = kind is { IsDriven: true } && draft.Receiver?.Trim() is { Length: > 0 } receiver ? receiver : null };
    }

    /// <param name="draft">Normalised.</param>
    /// <param name="secretsSet">The names of the secrets that are stored already.</param>
    public static IReadOnlyList<FieldFault> Check(SensorDraft draft, IReadOnlySet<string> secretsSet)
    {
        var faults = new List<FieldFault>();
        if (draft.Name.Length is 0 or > SensorKind.MaxNameLength || draft.Name.Any(char.IsControl)) faults.Add(SensorFaults.Name(draft.Name));
        if (SensorKind.Find(draft.Kind) is not { } kind) return [SensorFaults.UnknownKind(draft.Kind), .. faults];
        if (draft.PeriodSeconds is { } period && !(period >= SensorKind.ShortestPeriod.TotalSeconds && period <= SensorKind.LongestPeriod.TotalSeconds))
            faults.Add(SensorFaults.Period(period));
        if (!CalibrationFactor.IsAllowed(draft.Calibration)) faults.Add(SensorFaults.Calibration(draft.Calibration));
        else if (!kind.IsDriven && draft.Calibration != 1) faults.Add(SensorFaults.PushedCalibration());

        if (draft.Receiver is { } receiver && !ReceiverName.IsAllowed(receiver)) faults.Add(SensorFaults.Receiver(receiver));
        faults.AddRange(draft.Settings.Keys.Where(name => kind.Fields.All(known => known.Name != name)).Select(name => SensorFaults.Unknown(name, kind)));
        faults.AddRange(kind.Fields.Select(of => CheckField(of, draft.Settings.GetValueOrDefault(of.Name), secretsSet)).OfType<FieldFault>());
        return faults.Count == 0 && CheckTogether(kind, draft) is { } fault ? [fault] : faults;
    }

    private static FieldFault? CheckField(SensorField of, string? given, IReadOnlySet<string> secretsSet)
    {
        if (given is null) return of.Required && !(of.Type == SensorFieldType.Secret && secretsSet.Contains(of.Name)) ? SensorFaults.Required(of.Name) : null;
        if (given.Length > LongestValue) return SensorFaults.TooLong(of.Name, LongestValue);
        return of.Type switch
        {
            SensorFieldType.Number when !IsNumber(of, given) => SensorFaults.Number(of, given),
            SensorFieldType.WholeNumber when !IsWholeNumber(of, given) => SensorFaults.WholeNumber(of, given),
            SensorFieldType.Flag when !bool.TryParse(given, out _) => SensorFaults.Flag(of, given),
            SensorFieldType.Choice when !of.Choices.Contains(given, StringComparer.OrdinalIgnoreCase) => SensorFaults.Choice(of, given),
            _ => null,
        };
    }

    private static FieldFault? CheckTogether(SensorKind kind, SensorDraft draft)
    {
        // A secret that stays is right already: an example stands in for it, which the kind's own check takes.
        var settings = kind.Fields.Where(of => of is { Type: SensorFieldType.Secret, Required: true })
            .Select(of => KeyValuePair.Create(of.Name, of.Example))
            .Where(kept => !draft.Settings.ContainsKey(kept.Key))
            .Concat(draft.Settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        var reader = new SettingReader(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), kind.Title);
        try
        {
            kind.Check(new SensorInput(reader, draft.PeriodSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : kind.DefaultPeriod)
            {
                Secrets = plain => plain,
            });
            return null;
        }
        catch (SettingException e)
        {
            return SensorFaults.Of(e);
        }
    }

    private static bool IsNumber(SensorField of, string given) =>
        double.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= of.Min && number <= of.Max;

    private static bool IsWholeNumber(SensorField of, string given) =>
        int.TryParse(given, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= of.Min && number <= of.Max;

    private static string Plain(SensorField? of, string value)
    {
        var plain = value.Trim();
        if (of?.Type is not (SensorFieldType.Number or SensorFieldType.WholeNumber)) return plain;
        // As people write numbers: -0,5 with a comma, or with the minus of a text.
        plain = plain.Replace('\u2212', '-');
        return plain.Contains('.', StringComparison.Ordinal) ? plain : plain.Replace(',', '.');
    }
}
