using System.Net.Mime;
using Microsoft.AspNetCore.Http.HttpResults;
using PowerMeter.Web.Accounts;

namespace PowerMeter.Web.Server;

/// <summary>
/// Refuses a connection of the live pages that a page of another site opens. Browsers let any page open a web socket to
/// anywhere, CORS or not (RFC 6455, section 10.2), and the cookie goes along to another port of the same host. And of those
/// who have not signed in (guests of the dashboard, and the first run) only so many are let in: each page that is open takes memory.
/// </summary>
internal static class CircuitGate
{
    /// <summary>Connections at a time of who has not signed in: more than a house has screens.</summary>
    public const int MostGuests = 100;

    /// <summary>The way of the live pages: the connection itself and what is asked before it.</summary>
    public const string Path = "/_blazor";

    public static void UseCircuitGate(this IApplicationBuilder app)
    {
        var guests = new SemaphoreSlim(MostGuests);
        app.Use((http, next) =>
        {
            if (!http.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase, out var rest)) return next(http);
            if (CrossSite.IsFromElsewhere(http.Request)) return Refuse().ExecuteAsync(http);
            // The connection itself lasts as long as the page is open; what is asked before it and after it is quick.
            var isQuick = rest.HasValue && rest != "/";
            return isQuick || http.User.Identity is { IsAuthenticated: true } ? next(http) : LetInAsync(guests, http, next);
        });
    }

    private static async Task LetInAsync(SemaphoreSlim guests, HttpContext http, RequestDelegate next)
    {
        if (!guests.Wait(0))
        {
            http.Response.Headers.RetryAfter = "60";
            await Full().ExecuteAsync(http);
            return;
        }

        try
        {
            await next(http);
        }
        finally
        {
            guests.Release();
        }
    }

    private static ContentHttpResult Full() => TypedResults.Text(
        $"{MostGuests} pages are open already by people who have not signed in; sign in, or close one.", MediaTypeNames.Text.Plain, statusCode: StatusCodes.Status503ServiceUnavailable);

    private static ContentHttpResult Refuse() => TypedResults.Text(
        "Another site made your browser send this; allowed: a connection from our own pages.", MediaTypeNames.Text.Plain, statusCode: StatusCodes.Status403Forbidden);
}
