using System.Globalization;
using System.Text.RegularExpressions;

namespace PowerMeter.Processor.W3bstream.Delivery;

/// <summary>
/// A text with its escapes undone, of URLs (<c>%2F</c>), JSON (<c>\u002F</c>, <c>\/</c>) and HTML (<c>&amp;#x2F;</c>), each
/// also within another, and where its characters stood. For comparing only: what is plain may look like an escape.
/// </summary>
internal sealed partial class QuotedText
{
    /// <summary>What was quoted more often is left as it is.</summary>
    private const int MaxDepth = 4;

    private readonly List<int> _starts;

    public QuotedText(string text)
    {
        Plain = text;
        _starts = [.. Enumerable.Range(0, text.Length + 1)];
        for (var depth = 0; depth < MaxDepth && Undo(); depth++)
        {
        }
    }

    public string Plain { get; private set; }

    /// <param name="index">Of a character of <see cref="Plain"/>, or its length.</param>
    /// <returns>Where it, or the escape that it was, began in the text.</returns>
    public int StartOf(int index) => _starts[index];

    /// <returns>Whether there was an escape.</returns>
    private bool Undo()
    {
        var starts = new List<int>(_starts.Count);
        var done = 0;
        var plain = Escape().Replace(Plain, escape =>
        {
            starts.AddRange(_starts.GetRange(done, escape.Index - done + 1));
            done = escape.Index + escape.Length;
            return Character(escape).ToString();
        });
        if (done == 0) return false;
        starts.AddRange(_starts.GetRange(done, _starts.Count - done));
        _starts.Clear();
        _starts.AddRange(starts);
        Plain = plain;
        return true;
    }

    private static char Character(Match escape)
    {
        if (escape.Groups["hex"] is { Success: true } hex) return (char)int.Parse(hex.Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        if (escape.Groups["decimal"] is { Success: true } number) return (char)int.Parse(number.Value, CultureInfo.InvariantCulture);
        if (escape.Groups["self"] is { Success: true } self) return self.Value[0];
        return escape.Groups["name"].Value switch { "amp" => '&', "lt" => '<', "gt" => '>', "quot" => '"', _ => '\'' };
    }

    [GeneratedRegex("""%(?<hex>[0-9a-f]{2})|\\u(?<hex>[0-9a-f]{4})|\\(?<self>["'/\\])|&#x0*(?<hex>[0-9a-f]{1,4});|&#0*(?<decimal>[0-9]{1,4});|&(?<name>amp|lt|gt|quot|apos);""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Escape();
}
