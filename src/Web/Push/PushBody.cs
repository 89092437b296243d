using System.Net.Mime;
using System.Text.Unicode;
using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Push;

/// <summary>Makes samples of the body of a call, by its content type. Pure: the same bytes and rules always give the same.</summary>
public static class PushBody
{
    /// <summary>Bytes: 10,000 rows with every field take half of it.</summary>
    public const int LargestBody = 2 * 1024 * 1024;

    public static bool IsKnown(string? mediaType) =>
        mediaType is not null && (mediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase) || IsCsv(mediaType));

    /// <param name="mediaType">One that <see cref="IsKnown"/>.</param>
    /// <exception cref="PushFormatException">It cannot be read as a whole.</exception>
    public static PushBatch Parse(ReadOnlySpan<byte> body, string mediaType, PushRules rules)
    {
        ArgumentNullException.ThrowIfNull(mediaType);
        ArgumentNullException.ThrowIfNull(rules);
        if (!Utf8.IsValid(body)) throw new PushFormatException(new Sentence("Push_NotUtf8"));
        if (body.StartsWith("\uFEFF"u8)) body = body[3..];
        if (body.Trim(" \t\r\n"u8).IsEmpty)
            throw new PushFormatException(new Sentence("Push_EmptyBody"));
        return IsCsv(mediaType) ? PushCsv.Parse(body, rules) : PushJson.Parse(body, rules);
    }

    private static bool IsCsv(string mediaType) => mediaType.Equals(MediaTypeNames.Text.Csv, StringComparison.OrdinalIgnoreCase);
}
