using PowerMeter.Shared.Language;

namespace PowerMeter.Shared.Hosting;

/// <summary>A setting is wrong. The message names the key, the value that was given and what is allowed.</summary>
public sealed class SettingException : Exception
{
    public SettingException()
    {
    }

    public SettingException(string message)
        : base(message)
    {
    }

    public SettingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The message in any language; null when it is in English only.</summary>
    public Sentence? Sentence { get; private init; }

    /// <summary>Null when only the message says what is wrong.</summary>
    public BrokenRule? Broken { get; init; }

    public static SettingException Of(Sentence sentence, Exception? innerException = null) => new(sentence?.ToString() ?? "", innerException!) { Sentence = sentence };

    public static SettingException NotAllowed(string key, string? given, string allowed) =>
        new(given is null ? $"{key} is missing; allowed: {allowed}." : $"{key} is '{given}'; allowed: {allowed}.");
}
