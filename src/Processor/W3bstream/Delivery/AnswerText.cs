using System.Globalization;
using System.Text;

namespace PowerMeter.Processor.W3bstream.Delivery;

/// <summary>What others said, as one line of text that PostgreSQL takes, that shows as it is, and that holds no secret of ours.</summary>
/// <param name="secret">What must not stand in it, however it is quoted there (see <see cref="QuotedText"/>); empty for nothing.</param>
internal sealed class AnswerText(string secret)
{
    /// <summary>In UTF-16 units, so never more characters than the column takes.</summary>
    public const int MaxLength = 500;

    private const string Hidden = "[token]";

    private readonly string _plainSecret = new QuotedText(secret).Plain;

    public string Read(ReadOnlySpan<byte> body) => Show(Encoding.UTF8.GetString(body));

    /// <returns>The text as <see cref="Clean"/> leaves it, without the secret.</returns>
    // What does not show goes first: it could stand amid the secret.
    public string Show(string text) => Cut(Hide(WithoutUnseen(text)));

    /// <returns>Its first 500 characters without halves of a pair, control characters, and such as turn the writing around or do not show at all.</returns>
    public static string Clean(string text) => Cut(WithoutUnseen(text));

    private string Hide(string text)
    {
        if (_plainSecret.Length == 0) return text;
        var quoted = new QuotedText(text);
        var hidden = new StringBuilder();
        var done = 0;
        for (var from = 0; quoted.Plain.IndexOf(_plainSecret, from, StringComparison.OrdinalIgnoreCase) is var at and >= 0; from = at + _plainSecret.Length)
        {
            hidden.Append(text, done, quoted.StartOf(at) - done).Append(Hidden);
            done = quoted.StartOf(at + _plainSecret.Length);
        }

        return hidden.Append(text, done, text.Length - done).ToString();
    }

    private static string WithoutUnseen(string text)
    {
        var seen = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune)) seen.Append(' ');
            else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format)) seen.Append(rune.ToString());
        }

        return seen.ToString();
    }

    private static string Cut(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.Length <= MaxLength) return trimmed.ToString();
        var end = char.IsHighSurrogate(trimmed[MaxLength - 1]) ? MaxLength - 1 : MaxLength;
        return trimmed[..end].TrimEnd().ToString();
    }
}
