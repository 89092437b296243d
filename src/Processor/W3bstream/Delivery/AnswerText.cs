using System.Text;
using System.Text.Encodings.Web;

namespace PowerMeter.Processor.W3bstream.Delivery;

/// <summary>What others said, as text that PostgreSQL takes and that holds no secret of ours.</summary>
/// <param name="secret">What must not stand in it, however it is quoted there; empty for nothing.</param>
internal sealed class AnswerText(string secret)
{
    /// <summary>In UTF-16 units, so never more characters than the column takes.</summary>
    public const int MaxLength = 500;

    private const string Hidden = "[token]";

    // As it is, as JSON quotes it (with and without the escapes that .NET adds), and as a URL does. The longest first: a
    // quoted form may contain the plain one.
    private readonly string[] _forms = secret.Length == 0
        ? []
        : [.. new[]
            {
                secret, secret.Replace("/", "\\/", StringComparison.Ordinal), JavaScriptEncoder.Default.Encode(secret),
                JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(secret), Uri.EscapeDataString(secret),
            }.Distinct().OrderByDescending(form => form.Length)];

    public string Read(ReadOnlySpan<byte> body) => Clean(Hide(Encoding.UTF8.GetString(body)));

    /// <returns>The text without the secret.</returns>
    public string Hide(string text) =>
        _forms.Aggregate(text, (hidden, form) => hidden.Replace(form, Hidden, StringComparison.OrdinalIgnoreCase));

    /// <returns>Its first 500 characters, without NUL and without halves of a pair.</returns>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(Math.Min(text.Length, MaxLength));
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == 0) continue;
            if (clean.Length + rune.Utf16SequenceLength > MaxLength) break;
            clean.Append(rune.ToString());
        }

        return clean.ToString().Trim();
    }
}
