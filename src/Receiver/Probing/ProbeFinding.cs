using System.Text.Json.Serialization;
using PowerMeter.Shared.Language;

namespace PowerMeter.Receiver.Probing;

/// <summary>One thing that a machine has.</summary>
/// <param name="Device">What it is called in settings: a device's path, or the kernel's name.</param>
/// <param name="Name">What the kernel or the device calls it.</param>
public sealed record ProbeFinding(string Device, string Name)
{
    /// <summary>Where on its bus: <c>0x40</c>.</summary>
    public string? Address { get; init; }

    /// <summary>What it is, or likely is.</summary>
    public string? Probably => ProbablySaid?.ToString();

    /// <summary>How to read it; null for what is no sensor.</summary>
    public SensorSuggestion? Add { get; init; }

    /// <summary>Why it cannot be used as it is, and what helps.</summary>
    public string? Problem => ProblemSaid?.ToString();

    /// <summary><see cref="Name"/> when it is no name but a word of ours.</summary>
    [JsonIgnore]
    public Sentence? NameSaid { get; init; }

    /// <summary><see cref="Probably"/>, not yet in a language.</summary>
    [JsonIgnore]
    public Sentence? ProbablySaid { get; init; }

    /// <summary><see cref="Problem"/>, not yet in a language.</summary>
    [JsonIgnore]
    public Sentence? ProblemSaid { get; init; }

    /// <summary>One that nobody has given a name.</summary>
    public static ProbeFinding Nameless(string device, Sentence word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return new ProbeFinding(device, word.ToString()) { NameSaid = word };
    }
}
