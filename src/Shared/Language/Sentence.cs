using System.Globalization;
using System.Resources;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace PowerMeter.Shared.Language;

/// <summary>
/// What a process has to say to a person, not yet in a language: logs, the API and the command line say it in English, a page
/// in its reader's language. The words are in Sentences.resx and Sentences.fr.resx.
/// </summary>
[JsonConverter(typeof(SentenceConverter))]
public sealed class Sentence : IEquatable<Sentence>
{
    private static readonly ResourceManager Words = new(typeof(Sentences));

    /// <summary>From here on numbers are written with an exponent.</summary>
    private const double MostWhole = 1e15;

    private readonly string _key;
    private readonly object[] _values;

    /// <param name="key">In Sentences.resx.</param>
    /// <param name="values">What stands in its places: texts, whole numbers, numbers, and sentences, which are said in the same language.</param>
    public Sentence(string key, params object[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        (_key, _values) = (key, [.. values.Select(Kept)]);
    }

    /// <summary>Words that nobody here has translated, such as the kernel's.</summary>
    public static Sentence Verbatim(string text) => new("Verbatim", text);

    /// <param name="json">As <see cref="ToJson"/> wrote it, perhaps by another version.</param>
    /// <returns>Null when this version has no such sentence.</returns>
    public static Sentence? Read(string? json)
    {
        if (json is null) return null;
        try
        {
            return Value(JsonNode.Parse(json)) is Sentence sentence && sentence.IsKnown ? sentence : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>An array of the key and the values; a sentence among them is an array too.</summary>
    public string ToJson() => ToNode().ToJsonString();

    /// <exception cref="InvalidOperationException">There is no such sentence.</exception>
    public string In(CultureInfo language)
    {
        var words = Words.GetString(_key, language) ?? throw new InvalidOperationException($"Sentences.resx has no {_key}.");
        return string.Format(language, words, [.. _values.Select(value => value is Sentence part ? part.In(language) : value)]);
    }

    /// <summary>In English.</summary>
    public override string ToString() => In(CultureInfo.InvariantCulture);

    /// <returns>Whether it is the one of this key, whatever its values.</returns>
    public bool Is(string key) => _key == key;

    public bool Equals(Sentence? other) => other is not null && other._key == _key && other._values.SequenceEqual(_values);

    public override bool Equals(object? obj) => Equals(obj as Sentence);

    public override int GetHashCode() => HashCode.Combine(_key, _values.Length);

    private bool IsKnown
    {
        get
        {
            if (Words.GetString(_key, CultureInfo.InvariantCulture) is not { } words || !_values.OfType<Sentence>().All(part => part.IsKnown)) return false;
            try
            {
                // A version that wants more values than this one gave.
                _ = string.Format(CultureInfo.InvariantCulture, words, _values);
                return true;
            }
            catch (FormatException)
            {
                return false;
            }
        }
    }

    private static object Kept(object value) => value switch
    {
        string or long or Sentence => value,
        int number => (long)number,
        // JSON has no infinity, and writes 3.0 as 3.
        double number when !double.IsFinite(number) => number.ToString(CultureInfo.InvariantCulture),
        double number => number == Math.Floor(number) && Math.Abs(number) < MostWhole ? (object)(long)number : number,
        float number => Kept((double)number),
        _ => throw new ArgumentException($"A {value?.GetType().Name ?? "null"} in a sentence; allowed: text, int, long, float, double, Sentence.", nameof(value)),
    };

    /// <returns>Null for what no sentence has.</returns>
    private static object? Value(JsonNode? node) => node switch
    {
        JsonArray array => OfParts([.. array.Select(part => Value(part))]),
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        JsonValue value when value.TryGetValue<long>(out var number) => number,
        JsonValue value when value.TryGetValue<double>(out var number) => number,
        _ => null,
    };

    private static Sentence? OfParts(List<object?> parts) =>
        parts is [string key, ..] && !parts.Contains(null) ? new Sentence(key, [.. parts.Skip(1).OfType<object>()]) : null;

    private JsonArray ToNode() => [_key, .. _values.Select(value => value is Sentence part ? (JsonNode)part.ToNode() : JsonValue.Create(value))];
}
