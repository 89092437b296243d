using PowerMeter.Shared.Language;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Probing;

/// <summary>A report as forms need it: what could be a sensor, with what to begin with, and why another could not.</summary>
public static class FoundDevices
{
    /// <summary>The kind of sensor that a group's devices are for.</summary>
    private static readonly Dictionary<string, string> KindOf = new()
    {
        ["i2c"] = Ina219Options.Kind.Name,
        ["spi"] = CitizenWattOptions.Kind.Name,
        ["serial"] = Acs712Options.Kind.Name,
        ["bluetooth"] = AwoxOptions.Kind.Name,
    };

    public static IReadOnlyList<FoundDevice> Of(ProbeReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return [.. report.Groups.SelectMany(Of).Take(SensorAnswerForm.MostDevices)];
    }

    private static IEnumerable<FoundDevice> Of(ProbeGroup group)
    {
        var kind = KindOf.GetValueOrDefault(group.Name);
        // What the kernel measures itself and what GPIO there is need not be there: nothing is missing then.
        if (group.Findings.Count == 0 && kind is not null && group.MissingSaid is { } missing)
            yield return Device(kind, "", group.TitleSaid, [], missing);
        foreach (var finding in group.Findings) yield return Of(finding, kind);
    }

    private static FoundDevice Of(ProbeFinding finding, string? kind)
    {
        var settings = new Dictionary<string, string>();
        if (finding.Add is { } add)
        {
            settings["device"] = add.Device;
            foreach (var (key, value) in add.Settings) settings[key] = value;
        }

        // An adapter is not the plug: that one's address only its owner knows.
        var isAdapter = kind == AwoxOptions.Kind.Name;
        return Device(
            finding.Add?.Kind ?? (isAdapter || finding.ProblemSaid is not null ? kind : null), finding.Device, Description(finding), settings, finding.ProblemSaid);
    }

    private static Sentence Description(ProbeFinding finding)
    {
        var name = finding.NameSaid ?? Sentence.Verbatim(finding.Name);
        return finding.ProbablySaid is not { } probably ? name : finding.Name.Length == 0 ? probably : new Sentence("Value_Named", name, probably);
    }

    private static FoundDevice Device(string? kind, string device, Sentence description, Dictionary<string, string> settings, Sentence? problem) =>
        new(kind, device, description.ToString(), settings, problem?.ToString()) { DescriptionSaid = description, ProblemSaid = problem };
}
