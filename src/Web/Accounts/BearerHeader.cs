namespace PowerMeter.Web.Accounts;

/// <summary><c>Authorization: Bearer TOKEN</c> (RFC 6750, section 2.1).</summary>
public static class BearerHeader
{
    private const string Scheme = "Bearer ";

    /// <returns>The token; an empty text when the header says something else; null without the header.</returns>
    public static string? Of(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var header = request.Headers.Authorization.ToString();
        if (header.Length == 0) return null;
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : "";
    }
}
