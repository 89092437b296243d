using System.Net.Mime;
using Microsoft.AspNetCore.Http.HttpResults;
using PowerMeter.Web.Accounts;

namespace PowerMeter.Web.Server;

/// <summary>
/// Refuses a connection of the live pages that a page of another site opens. Browsers let any page open a web socket to
/// anywhere, CORS or not (RFC 6455, section 10.2), and the cookie goes along to another port of the same host.
/// </summary>
internal static class CircuitGate
{
    /// <summary>The way of the live pages: the connection itself and what is asked before it.</summary>
    public const string Path = "/_blazor";

    public static void UseCircuitGate(this IApplicationBuilder app) => app.Use((http, next) =>
        http.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase) && CrossSite.IsFromElsewhere(http.Request)
            ? Refuse().ExecuteAsync(http)
            : next(http));

    private static ContentHttpResult Refuse() => TypedResults.Text(
        "Another site made your browser send this; allowed: a connection from our own pages.", MediaTypeNames.Text.Plain, statusCode: StatusCodes.Status403Forbidden);
}
