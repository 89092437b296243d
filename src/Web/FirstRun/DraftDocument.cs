using System.Text.Json;
using PowerMeter.Shared.Secrets;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Web.FirstRun;

/// <summary>
/// The draft as the database keeps it. The settings of the sensor as a whole, and the token, are protected by the keys of the
/// base station: a kind may take another setting for a secret in a later version.
/// </summary>
public sealed class DraftDocument(SecretBox secrets)
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);

    /// <exception cref="Shared.Hosting.SettingException">There is no key to protect it with.</exception>
    public string Write(FirstRunDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var open = draft with { Sensor = draft.Sensor is null ? null : draft.Sensor with { Settings = NoSettings }, Token = "" };
        var settings = draft.Sensor is { Settings.Count: > 0 } sensor ? secrets.Protect(JsonSerializer.Serialize(sensor.Settings, Form)) : null;
        return JsonSerializer.Serialize(new Stored(open, settings, draft.Token.Length == 0 ? null : secrets.Protect(draft.Token), [.. draft.Later.Order()]), Form);
    }

    /// <param name="withSecrets">Else without the password, the sensor's keys and the token: for a browser that did not give them.</param>
    /// <exception cref="Shared.Hosting.SettingException">A secret was protected by a key that is not there any more.</exception>
    public FirstRunDraft Read(string document, bool withSecrets)
    {
        var stored = JsonSerializer.Deserialize<Stored>(document, Form) ?? throw new JsonException("The draft is null.");
        var draft = stored.Open with { Later = stored.Later.ToHashSet() };
        // A password that somebody else chose must never become the owner's by his just going on.
        // A password that somebody else chose must never become the owner's by his just going on: it is to be given again.
        var sensor = draft.Sensor is null || stored.SensorSettings is null ? draft.Sensor : draft.Sensor with { Settings = SettingsOf(draft.Sensor.Kind, stored.SensorSettings, withSecrets) };
        return draft with
        {
            PasswordHash = withSecrets ? draft.PasswordHash : "",
            Sensor = sensor,
            Token = withSecrets && stored.Token is not null ? secrets.Reveal(stored.Token) : "",
        };
    }

    private static IReadOnlyDictionary<string, string> NoSettings { get; } = new Dictionary<string, string>();

    private Dictionary<string, string> SettingsOf(string kind, string stored, bool withSecrets)
    {
        var settings = JsonSerializer.Deserialize<Dictionary<string, string>>(secrets.Reveal(stored), Form) ?? [];
        if (withSecrets) return settings;
        // Of a kind that is not known any more nobody knows what is a secret.
        var hidden = SensorKind.Find(kind)?.Secrets ?? [.. settings.Keys];
        return settings.Where(setting => !hidden.Contains(setting.Key)).ToDictionary();
    }

    private sealed record Stored(FirstRunDraft Open, string? SensorSettings, string? Token, IReadOnlyList<FirstRunStep> Later);
}
