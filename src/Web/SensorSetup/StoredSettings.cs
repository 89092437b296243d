using System.Text.Json.Nodes;
using PowerMeter.Shared.Secrets;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Web.SensorSetup;

/// <summary>What stands in <c>sensors.settings</c>, from a draft and back. Secrets only go in.</summary>
internal static class StoredSettings
{
    /// <param name="draft">Normalised and checked.</param>
    /// <param name="stored">Whose secrets stay where the draft has none; null for a new sensor.</param>
    /// <exception cref="Shared.Hosting.SettingException">There is no key to protect a secret with.</exception>
    public static JsonObject Of(SensorDraft draft, JsonObject? stored, SecretBox box)
    {
        var secrets = SensorKind.Named(draft.Kind).Secrets;
        var settings = new JsonObject();
        foreach (var (name, value) in draft.Settings) settings[name] = secrets.Contains(name) ? box.Protect(value) : SettingValue.Of(value);
        foreach (var name in secrets)
            if (!settings.ContainsKey(name) && stored?[name] is { } kept) settings[name] = kept.DeepClone();
        return settings;
    }

    public static IReadOnlySet<string> SecretsIn(JsonObject stored, SensorKind? kind) =>
        stored.Where(setting => IsSecret(setting.Key, setting.Value, kind)).Select(setting => setting.Key).ToHashSet();

    public static Dictionary<string, string> Shown(JsonObject stored, SensorKind? kind) =>
        stored.Where(setting => !IsSecret(setting.Key, setting.Value, kind)).ToDictionary(setting => setting.Key, setting => setting.Value?.ToString() ?? "");

    /// <summary>Whether both are the same device of a kind, of which only one sensor can be.</summary>
    public static bool AreSameDevice(SensorKind kind, JsonObject left, JsonObject right) =>
        kind.HoldsItsDevice && SensorKind.Identity.All(name => string.Equals(ValueOf(kind, left, name), ValueOf(kind, right, name), StringComparison.OrdinalIgnoreCase));

    // Also by its look: of a kind that is not known here, nobody can say what is secret.
    private static bool IsSecret(string name, JsonNode? value, SensorKind? kind) => kind?.Secrets.Contains(name) == true || SecretBox.IsProtected(value?.ToString());

    private static string? ValueOf(SensorKind kind, JsonObject settings, string name) =>
        settings[name]?.ToString() ?? kind.Fields.FirstOrDefault(known => known.Name == name)?.Default;
}
