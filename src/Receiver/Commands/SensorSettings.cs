using System.Text.Json;
using System.Text.Json.Nodes;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Secrets;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Commands;

/// <summary>A sensor's settings as JSON: from what was typed, and for the eye.</summary>
public static class SensorSettings
{
    /// <summary>The settings with the changes that were asked for; an empty value takes one out. The given object stays as it is.</summary>
    /// <param name="ask">Gets a secret's plain text by its key.</param>
    /// <exception cref="SettingException">A secret stands where everybody sees it, or what is given as secret is none of this kind's.</exception>
    public static JsonObject With(JsonObject settings, SensorKind kind, SensorArguments arguments, SecretBox secrets, Func<string, string> ask)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(secrets);
        ArgumentNullException.ThrowIfNull(ask);
        RejectWrongSecrets(kind, arguments);
        var changed = settings.DeepClone().AsObject();
        foreach (var (key, value) in arguments.Settings)
            if (value.Length == 0) changed.Remove(key);
            else changed[key] = SettingValue.Of(value);
        foreach (var key in arguments.Secrets) changed[key] = secrets.Protect(ask(key));
        return changed;
    }

    /// <summary>Secrets are shown as <c>set</c>.</summary>
    public static JsonObject Shown(JsonObject settings, SensorKind? kind)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var shown = settings.DeepClone().AsObject();
        foreach (var (key, value) in settings)
            // Also by its look: of a kind that is not known here, nobody can say what is secret.
            if (kind?.Secrets.Contains(key) == true || (value?.GetValueKind() == JsonValueKind.String && SecretBox.IsProtected(value.GetValue<string>()))) shown[key] = "set";
        return shown;
    }

    private static void RejectWrongSecrets(SensorKind kind, SensorArguments arguments)
    {
        // To take a secret out shows nothing.
        if (arguments.Settings.FirstOrDefault(pair => kind.Secrets.Contains(pair.Key) && pair.Value.Length > 0).Key is { } open)
            throw new SettingException(
                $"{open} is secret: given with --set, it would stay in the shell's history and stand in the list of processes. Give --secret {open}, and the value as one line on standard input.");
        if (arguments.Secrets.FirstOrDefault(key => !kind.Secrets.Contains(key)) is not { } none) return;
        throw kind.Secrets.Count == 0
            ? new SettingException($"--secret is '{none}', and a sensor of kind {kind.Name} has no secret settings: give it with --set {none}=VALUE.")
            : SettingException.NotAllowed("--secret", none, string.Join(", ", kind.Secrets));
    }
}
