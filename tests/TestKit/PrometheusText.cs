using System.Globalization;
using System.Text.RegularExpressions;

namespace PowerMeter.Tests.TestKit;

/// <summary>A strict reader of Prometheus' text format 0.0.4: what it does not allow, and what its linter warns of, throws.</summary>
public sealed partial class PrometheusText
{
    private readonly Dictionary<string, string> _types = [];
    private readonly Dictionary<string, double> _samples = [];

    private PrometheusText()
    {
    }

    /// <summary>Value by name and labels as they stand: <c>name{a="b"}</c>.</summary>
    public IReadOnlyDictionary<string, double> Samples => _samples;

    /// <summary>Type by family.</summary>
    public IReadOnlyDictionary<string, string> Types => _types;

    /// <exception cref="FormatException">The text is not of the format.</exception>
    public static PrometheusText Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.EndsWith('\n') || text.Contains('\r', StringComparison.Ordinal)) throw new FormatException("Lines end with a line feed, the last one too.");
        var parsed = new PrometheusText();
        string? helped = null, family = null;
        foreach (var line in text[..^1].Split('\n'))
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal)) helped = parsed.ReadHelp(line);
            else if (line.StartsWith("# TYPE ", StringComparison.Ordinal)) family = parsed.ReadType(line, helped);
            else parsed.ReadSample(line, family);
        }

        parsed.CheckHistograms();
        return parsed;
    }

    private string ReadHelp(string line)
    {
        var match = HelpLine().Match(line);
        if (!match.Success) throw new FormatException($"No HELP line: {line}");
        if (_types.ContainsKey(match.Groups[1].Value)) throw new FormatException($"A family is there twice: {line}");
        return match.Groups[1].Value;
    }

    private string ReadType(string line, string? helped)
    {
        var match = TypeLine().Match(line);
        if (!match.Success || match.Groups[1].Value != helped) throw new FormatException($"No TYPE line after its HELP: {line}");
        var (name, type) = (match.Groups[1].Value, match.Groups[2].Value);
        if (type == "counter" != name.EndsWith("_total", StringComparison.Ordinal)) throw new FormatException($"_total is for counters: {line}");
        _types.Add(name, type);
        return name;
    }

    private void ReadSample(string line, string? family)
    {
        var match = SampleLine().Match(line);
        if (!match.Success) throw new FormatException($"No sample: {line}");
        var name = match.Groups[1].Value;
        var own = family is not null && (_types[family] == "histogram" ? name == $"{family}_bucket" || name == $"{family}_sum" || name == $"{family}_count" : name == family);
        if (!own) throw new FormatException($"Not of the family {family}: {line}");
        if (!_samples.TryAdd(name + match.Groups[2].Value, ValueOf(match.Groups[3].Value))) throw new FormatException($"The same sample twice: {line}");
    }

    private void CheckHistograms()
    {
        foreach (var (key, count) in _samples.Where(sample => sample.Key.Contains("_count", StringComparison.Ordinal)))
        {
            var labels = key.Contains('{', StringComparison.Ordinal) ? key[key.IndexOf('{', StringComparison.Ordinal)..^1] + "," : "{";
            var prefix = key[..key.IndexOf("_count", StringComparison.Ordinal)] + "_bucket" + labels + "le=";
            var buckets = _samples.Where(sample => sample.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(sample => sample.Value).ToList();
            if (buckets.Count == 0 || buckets[^1] != count || !buckets.SequenceEqual(buckets.Order())) throw new FormatException($"The buckets do not add up to {key}.");
        }
    }

    private static double ValueOf(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        "NaN" => double.NaN,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    [GeneratedRegex("""^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) ((?:[^\\]|\\\\|\\n)+)$""")]
    private static partial Regex HelpLine();

    [GeneratedRegex("^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)$")]
    private static partial Regex TypeLine();

    [GeneratedRegex("""^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\["\\n])*"(?:,[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\["\\n])*")*\})? ([+-]Inf|NaN|-?[0-9][0-9.eE+-]*)$""")]
    private static partial Regex SampleLine();
}
