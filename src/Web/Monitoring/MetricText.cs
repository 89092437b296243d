using System.Globalization;
using System.Text;

namespace PowerMeter.Web.Monitoring;

/// <summary>
/// Writes metrics in Prometheus' text format 0.0.4 (prometheus.io, "Exposition formats"): each family once, HELP and TYPE
/// before its samples, UTF-8, a line feed after every line.
/// </summary>
public sealed class MetricText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();
    private readonly HashSet<string> _families = new(StringComparer.Ordinal);
    private string _family = "";

    /// <summary>Begins a family; its samples follow.</summary>
    /// <exception cref="ArgumentException">The name is not allowed, or the family was there already.</exception>
    public MetricText Family(string name, MetricKind kind, string help)
    {
        ArgumentNullException.ThrowIfNull(help);
        if (!IsName(name, colons: true)) throw new ArgumentException($"'{name}' is no name of a metric.", nameof(name));
        if (!_families.Add(name)) throw new ArgumentException($"{name} was there already.", nameof(name));
        _family = name;
        // In HELP a double quote stands as it is.
        _text.Append("# HELP ").Append(name).Append(' ').Append(help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(' ').Append(kind.ToString().ToLowerInvariant()).Append('\n');
        return this;
    }

    /// <summary>A sample of the family that was begun last.</summary>
    public MetricText Sample(double value, params (string Name, string Value)[] labels) => Sample("", value, labels);

    /// <param name="suffix">Of a histogram: _bucket, _sum or _count.</param>
    public MetricText Sample(string suffix, double value, params (string Name, string Value)[] labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        _text.Append(_family).Append(suffix);
        for (var i = 0; i < labels.Length; i++)
        {
            var (name, text) = labels[i];
            if (!IsName(name, colons: false)) throw new ArgumentException($"'{name}' is no name of a label.", nameof(labels));
            _text.Append(i == 0 ? '{' : ',').Append(name).Append("=\"").Append(Escape(text)).Append('"');
        }

        if (labels.Length > 0) _text.Append('}');
        _text.Append(' ').Append(Number(value)).Append('\n');
        return this;
    }

    /// <summary>A family of one sample without labels.</summary>
    public MetricText One(string name, MetricKind kind, string help, double value) => Family(name, kind, help).Sample(value);

    public override string ToString() => _text.ToString();

    /// <summary>As Go's ParseFloat reads it.</summary>
    internal static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static bool IsName(string name, bool colons) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_' || (colons && letter == ':'));
}
