using System.Globalization;
using System.Text.Json;

namespace PowerMeter.Web.Api.V1.Tariffs;

/// <summary>
/// Reads the fields of one JSON object, each checked against its bounds. What is wrong is a
/// <see cref="ParameterException"/> that says where it stands, what was given and what is allowed.
/// </summary>
internal sealed class JsonFields
{
    /// <summary>Characters: no number that is allowed is longer, and decimal holds every shorter one exactly.</summary>
    private const int LongestNumber = 28;

    private readonly string _path;
    private readonly Dictionary<string, JsonElement> _fields = [];

    /// <param name="path">Where the object stands, such as <c>contracts[2]</c>; empty for the body.</param>
    /// <param name="known">The names that there may be.</param>
    public JsonFields(JsonElement element, string path, params string[] known)
    {
        _path = path;
        if (element.ValueKind != JsonValueKind.Object)
            throw ParameterException.NotAllowed(path.Length == 0 ? "The body" : path, Given(element), $"an object with the fields {string.Join(", ", known)}");
        foreach (var field in element.EnumerateObject())
            _fields.Add(Known(field, known), field.Value);
    }

    public bool Has(string name) => _fields.ContainsKey(name);

    /// <returns>Null when it is not there.</returns>
    public JsonElement? Find(string name) => _fields.TryGetValue(name, out var element) ? element : null;

    public string At(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    /// <returns>Without blanks at its ends; null when it is not there.</returns>
    public string? Text(string name, int least, int most)
    {
        if (Find(name) is not { } element) return null;
        var allowed = string.Create(CultureInfo.InvariantCulture, $"a text of {least} to {most} characters, without control characters");
        var text = element.ValueKind == JsonValueKind.String ? StringOf(element)?.Trim() : null;
        return text is not null && text.Length >= least && text.Length <= most && !text.Any(char.IsControl) ? text : throw Wrong(name, allowed);
    }

    /// <returns>Null when it is not there.</returns>
    /// <param name="decimals">The most digits behind the point.</param>
    public decimal? Number(string name, decimal least, decimal most, int decimals)
    {
        if (Find(name) is not { } element) return null;
        var allowed = string.Create(
            CultureInfo.InvariantCulture, $"a number from {least} to {most} with at most {decimals} decimals, without an exponent");
        var isNumber = decimal.TryParse(
            element.ValueKind == JsonValueKind.Number && element.GetRawText() is { Length: <= LongestNumber } raw ? raw : "",
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
        return isNumber && number >= least && number <= most && decimal.Round(number, decimals) == number ? number : throw Wrong(name, allowed);
    }

    /// <returns>Null when it is not there.</returns>
    public int? WholeNumber(string name, int least, int most)
    {
        if (Find(name) is not { } element) return null;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var number) && number >= least && number <= most
            ? number
            : throw Wrong(name, string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"));
    }

    /// <returns>Null when it is not there.</returns>
    public bool? Truth(string name) => Find(name)?.ValueKind switch
    {
        null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(name, "true or false"),
    };

    public ParameterException Wrong(string name, string allowed) => Find(name) is { } element
        ? ParameterException.NotAllowed(At(name), Given(element), allowed)
        : new ParameterException($"{At(name)} is missing; allowed: {allowed}.");

    private string Known(JsonProperty field, string[] known)
    {
        string? name;
        try
        {
            name = field.Name;
        }
        catch (InvalidOperationException)
        {
            name = null; // half a surrogate pair, escaped
        }

        if (name is not null && known.Contains(name, StringComparer.Ordinal)) return name;
        throw new ParameterException($"There is no field '{At(Short(name ?? "?"))}'; allowed: {string.Join(", ", known)}.");
    }

    private static string Given(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => Short(StringOf(element) ?? "no Unicode text"),
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        _ => Short(element.GetRawText()),
    };

    private static string? StringOf(JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Short(string text) => text.Length <= 60 ? text : $"{text[..60]}…";
}
