using System.Text.Json;
using PowerMeter.Web.Forms;

namespace PowerMeter.Web.Setup.Answers;

/// <summary>
/// Reads the fields of one object of a file of answers. What is wrong is noted and reading goes on, so that all of it is said
/// at once. A secret is never repeated.
/// </summary>
internal sealed class AnswerFields
{
    private const int LongestShown = 60;

    private readonly string _path;
    private readonly List<FieldFault> _faults;
    private readonly Dictionary<string, JsonElement> _fields = [];

    /// <param name="path">Where the object stands, such as <c>account</c>; empty for the whole file.</param>
    /// <param name="known">The names that there may be.</param>
    public AnswerFields(JsonElement? element, string path, List<FieldFault> faults, params string[] known)
    {
        (_path, _faults) = (path, faults);
        if (element is not { } given) return;
        if (given.ValueKind != JsonValueKind.Object)
        {
            faults.Add(new FieldFault(path.Length == 0 ? "answers" : path, "FirstRun_AnswerObject", string.Join(", ", known)));
            return;
        }

        IsThere = true;
        foreach (var field in given.EnumerateObject())
        {
            if (!known.Contains(field.Name, StringComparer.Ordinal)) Say(Shown(field.Name), "FirstRun_AnswerUnknown", string.Join(", ", known));
            else if (!_fields.TryAdd(field.Name, field.Value)) Say(field.Name, "FirstRun_AnswerTwice");
        }
    }

    /// <summary>Whether there is such an object.</summary>
    public bool IsThere { get; }

    public bool Has(string name) => _fields.ContainsKey(name);

    public JsonElement? Find(string name) => _fields.TryGetValue(name, out var element) && element.ValueKind != JsonValueKind.Null ? element : null;

    public string At(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    public void Say(string name, string key, params object[] arguments) => _faults.Add(new FieldFault(At(name), key, arguments));

    /// <returns>Null when it is not there, or is no text.</returns>
    public string? Text(string name, bool isSecret = false)
    {
        if (Find(name) is not { } element) return null;
        if (element.ValueKind == JsonValueKind.String) return element.GetString();
        return Wrong<string>(name, isSecret ? null : element, "\"…\"");
    }

    public decimal? Decimal(string name) => Find(name) is not { } element ? null
        : element.ValueKind == JsonValueKind.Number && element.TryGetDecimal(out var number) ? number : WrongValue<decimal>(name, element, "0.2146");

    public double? Number(string name) => Find(name) is not { } element ? null
        : element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var number) && double.IsFinite(number) ? number : WrongValue<double>(name, element, "2.5");

    public int? WholeNumber(string name) => Find(name) is not { } element ? null
        : element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var number) ? number : WrongValue<int>(name, element, "6000");

    public bool? Truth(string name) => Find(name)?.ValueKind switch
    {
        null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => WrongValue<bool>(name, Find(name)!.Value, "true, false"),
    };

    /// <summary>Names and texts; numbers, true and false count as their text.</summary>
    public IReadOnlyDictionary<string, string> Texts(string name)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Find(name) is not { } element) return texts;
        if (element.ValueKind != JsonValueKind.Object) Wrong<string>(name, null, "{ … }");
        else foreach (var field in element.EnumerateObject())
        {
            if (field.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null) Say($"{name}.{Shown(field.Name)}", "FirstRun_AnswerForm", "\"…\"");
            else texts[field.Name] = field.Value.ToString() is var text && field.Value.ValueKind is JsonValueKind.True or JsonValueKind.False ? text.ToLowerInvariant() : text;
        }

        return texts;
    }

    private T? Wrong<T>(string name, JsonElement? given, string allowed)
        where T : class
    {
        if (given is { } element) Say(name, "FirstRun_AnswerWrong", Shown(element.GetRawText()), allowed);
        else Say(name, "FirstRun_AnswerForm", allowed);
        return null;
    }

    private T? WrongValue<T>(string name, JsonElement given, string allowed)
        where T : struct
    {
        Say(name, "FirstRun_AnswerWrong", Shown(given.GetRawText()), allowed);
        return null;
    }

    private static string Shown(string text) => text.Length <= LongestShown ? text : $"{text[..LongestShown]}…";
}
