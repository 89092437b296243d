using PowerMeter.Shared.Hosting;
using PowerMeter.Web.W3bstream;

namespace PowerMeter.Web.Setup;

/// <summary>What stands after <c>--w3bstream set</c>: KEY=VALUE, each key once. Pure.</summary>
internal static class W3bstreamArguments
{
    private const string StandardInput = "-";

    /// <param name="readToken">Called for <c>token=-</c>: the token itself, or null when there is none.</param>
    /// <exception cref="SettingException">A word is not understood, or a value is not of its kind.</exception>
    public static W3bstreamChange Parse(IReadOnlyList<string> words, Func<string?> readToken)
    {
        if (words.Count == 0) throw new SettingException($"--w3bstream set needs something to set; allowed: KEY=VALUE with the keys {string.Join(", ", W3bstreamFields.All)}.");
        var change = new W3bstreamChange();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in words)
        {
            var (key, value) = SplitOf(word);
            if (!seen.Add(key)) throw new SettingException($"{key} is given twice; allowed: once.");
            if (key == W3bstreamFields.Token) value = TokenOf(value, readToken);
            (change, var fault) = W3bstreamText.Set(change, key, value);
            if (fault is not null) throw new SettingException(fault.Message);
        }

        return change;
    }

    // What is not understood is not repeated whole: it might be a token.
    private static (string Key, string Value) SplitOf(string word)
    {
        var end = word.IndexOf('=', StringComparison.Ordinal);
        var key = end < 0 ? "" : word[..end];
        if (W3bstreamFields.All.Contains(key)) return (key, word[(end + 1)..]);
        throw new SettingException(end < 0
            ? $"A word has no '='; allowed: KEY=VALUE with the keys {string.Join(", ", W3bstreamFields.All)}."
            : $"There is no setting '{key}'; allowed: {string.Join(", ", W3bstreamFields.All)}.");
    }

    private static string TokenOf(string value, Func<string?> readToken) => value switch
    {
        "" => "",
        StandardInput => readToken()?.Trim() is { Length: > 0 } token ? token : throw new SettingException("token=- reads the token from standard input, and nothing came there; 'token=' forgets the token."),
        _ => throw new SettingException("The token stands among the arguments, where other users of the machine can see it; allowed: token=- with the token on standard input, or 'token=' to forget it. Whoever may have seen it can use it: get another one."),
    };
}
