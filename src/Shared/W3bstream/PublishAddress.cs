using PowerMeter.Shared.Language;

namespace PowerMeter.Shared.W3bstream;

/// <summary>What the URL may be that messages are posted to. It is sent byte for byte as it was set.</summary>
public static class PublishAddress
{
    public static Sentence Allowed { get; } = new Sentence("W3b_UrlForm");

    /// <summary>As the schema has it.</summary>
    private const int MaxLength = 2048;

    private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public static bool IsAllowed(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return url.Length <= MaxLength && url.All(character => character is > ' ' and <= '~' and not '#')
            && Uri.TryCreate(url, AsItIs, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            && url.StartsWith($"{uri.Scheme}://", StringComparison.OrdinalIgnoreCase)
            && uri.Host.Length > 0 && !AuthorityOf(url, uri.Scheme.Length + 3).Contains('@', StringComparison.Ordinal);
    }

    // Empty credentials, as in http://@host, are none to .NET, and something to others.
    private static string AuthorityOf(string url, int start)
    {
        var end = url.IndexOfAny(['/', '\\', '?'], start);
        return url[start..(end < 0 ? url.Length : end)];
    }
}
