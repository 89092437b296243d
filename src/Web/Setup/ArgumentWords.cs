using PowerMeter.Shared.Hosting;

namespace PowerMeter.Web.Setup;

/// <summary>The options of a command line, each with the words after it; none may be given twice.</summary>
/// <param name="first">Where the options begin.</param>
internal sealed class ArgumentWords(IReadOnlyList<string> arguments, int first)
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private int _next = first;
    private string _option = "";
    private string? _value;

    /// <returns>The next option; null at the end.</returns>
    /// <exception cref="SettingException">It was given before.</exception>
    public string? Next()
    {
        if (_next == arguments.Count) return null;
        _option = arguments[_next++];
        return _seen.Add(_option) ? _option : throw new SettingException($"{_option} is given twice; allowed: once.");
    }

    /// <returns>The word after the option.</returns>
    /// <exception cref="SettingException">There is none.</exception>
    public string Value(string allowed)
    {
        _value = _next < arguments.Count ? arguments[_next++] : null;
        return string.IsNullOrEmpty(_value) ? throw NotAllowed(allowed) : _value;
    }

    /// <exception cref="SettingException">The word after the option is missing, or is not what can be parsed.</exception>
    public T Parsed<T>(Func<string, T?> parse, string allowed)
        where T : struct => parse(Value(allowed)) ?? throw NotAllowed(allowed);

    public SettingException NotAllowed(string allowed) => SettingException.NotAllowed(_option, _value, allowed);
}
