using PowerMeter.Shared.Language;

namespace PowerMeter.Shared.Hosting;

/// <summary>A setting is wrong. The message names the key, the value that was given and what is allowed.</summary>
public sealed class SettingException : Exception
{
    private readonly Sentence? _sentence;

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

    /// <summary>The message for a page. What the command line says is in English only, and is quoted then.</summary>
    public Sentence Sentence
    {
        get => _sentence ?? new Sentence("Setting_Wrong", Message);
        private init => _sentence = value;
    }

    /// <summary>Null when only the message says what is wrong.</summary>
    public BrokenRule? Broken { get; init; }

    public static SettingException Of(Sentence sentence, Exception? innerException = null) => new(sentence?.ToString() ?? "", innerException!) { Sentence = sentence! };

    public static SettingException NotAllowed(string key, string? given, string allowed) =>
        new(given is null ? $"{key} is missing; allowed: {allowed}." : $"{key} is '{given}'; allowed: {allowed}.");
}
