using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Net.Http.Headers;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Web.Server;

/// <summary>
/// The other sites whose pages may call the API from a browser (CORS; Fetch Standard, section 3.2). They bring a token: the
/// session's cookie never counts for them, since no answer says that credentials are allowed.
/// </summary>
internal static class CorsOrigins
{
    public const string Allowed =
        "origins with commas between them, each http:// or https://, a name or an address, and the port if it is not the usual one, such as https://grafana.home:3000; empty for none";

    private static readonly TimeSpan PreflightAge = TimeSpan.FromHours(1);

    /// <exception cref="SettingException">One of them is no origin as browsers write it.</exception>
    public static IReadOnlyList<string> Parse(string setting, string text) =>
        [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(origin => IsOrigin(origin) ? origin : throw SettingException.NotAllowed(setting, origin, Allowed))
            .Distinct(StringComparer.Ordinal)];

    public static void UseCorsOrigins(this IApplicationBuilder app, params string[] roots)
    {
        var origins = app.ApplicationServices.GetRequiredService<WebOptions>().CorsOrigins;
        if (origins.Count == 0) return;
        app.UseWhen(
            context => roots.Any(root => context.Request.Path.StartsWithSegments(root, StringComparison.OrdinalIgnoreCase)),
            api => api.UseCors(policy => Allow(policy, origins)));
    }

    private static void Allow(CorsPolicyBuilder policy, IReadOnlyList<string> origins) => policy
        .WithOrigins([.. origins])
        .WithMethods(HttpMethods.Get, HttpMethods.Post, HttpMethods.Put, HttpMethods.Delete)
        .WithHeaders(HeaderNames.Authorization, HeaderNames.ContentType, HeaderNames.IfMatch, HeaderNames.IfNoneMatch, HeaderNames.IfModifiedSince, "Last-Event-ID")
        .WithExposedHeaders(HeaderNames.ETag, HeaderNames.RetryAfter, HeaderNames.WWWAuthenticate, HeaderNames.Link, HeaderNames.Location, HeaderNames.ContentDisposition)
        .SetPreflightMaxAge(PreflightAge);

    // As browsers send it (RFC 6454, section 6.1): lower case, the usual port left out, nothing after it. Another spelling
    // would never be met, and silently let nobody in.
    private static bool IsOrigin(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0) return false;
        var host = uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost;
        return text == $"{uri.Scheme}://{(uri.IsDefaultPort ? host : $"{host}:{uri.Port}")}";
    }
}
