using System.Globalization;
using System.Text;

namespace PowerMeter.Tests.W3bstreamNode.Messages;

/// <summary>Raw JSON as Go's encoding/json writes it again: without white space between tokens, and with five characters escaped.</summary>
internal static class GoJson
{
    /// <param name="json">Valid JSON, UTF-8.</param>
    public static string Compact(ReadOnlySpan<byte> json)
    {
        var text = Encoding.UTF8.GetString(json);
        var compact = new StringBuilder(text.Length);
        var (inText, escaped) = (false, false);
        foreach (var each in text)
        {
            if (!inText && each is ' ' or '\t' or '\r' or '\n') continue;
            if (each == '"' && !escaped) inText = !inText;
            escaped = inText && each == '\\' && !escaped;
            // json.Marshal escapes these for the sake of HTML and JavaScript, also in a RawMessage.
            if (each is '<' or '>' or '&' or '\u2028' or '\u2029') compact.Append(CultureInfo.InvariantCulture, $"\\u{(int)each:x4}");
            else compact.Append(each);
        }

        return compact.ToString();
    }
}
