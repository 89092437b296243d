using PowerMeter.Shared.Language;

namespace PowerMeter.Shared.W3bstream;

/// <summary>
/// What a project's id and version may be. They stand in a message that the network hashes as it writes it itself, and it
/// writes other characters otherwise than others do.
/// </summary>
public static class ProjectText
{
    public static Sentence Allowed { get; } = new Sentence("W3b_ProjectForm");

    private const int MaxLength = 100;

    /// <returns>True for an empty one too, which leaves it out.</returns>
    public static bool IsAllowed(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length <= MaxLength && text.All(character => character is >= ' ' and <= '~' and not ('"' or '\\' or '<' or '>' or '&'));
    }
}
