using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Accounts.Sessions;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.FirstRun;

/// <summary>Where the last page of the first run is sent to: signs the winner in and shows the dashboard.</summary>
internal static class TicketResource
{
    public const string Path = "/login/ticket";

    public static void MapTickets(this IEndpointRouteBuilder app) =>
        app.MapPost(Path, PostAsync).AllowAnonymous().WithMetadata(new ChangesNothingAttribute());

    private static async Task<Results<RedirectHttpResult, BadRequest>> PostAsync(HttpContext http, IAntiforgery antiforgery, SignInTickets tickets, UserQuery users, SessionTable sessions)
    {
        if (!await antiforgery.IsRequestValidAsync(http)) return TypedResults.BadRequest();
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (tickets.Redeem(form["ticket"]) is not { } id || await users.ByIdAsync(id, http.RequestAborted) is not { } user)
            return TypedResults.LocalRedirect(SessionCookie.LoginPath);
        var session = await sessions.BeginAsync(user, http.Connection.RemoteIpAddress, http.Request.Headers.UserAgent.ToString(), http.RequestAborted);
        await http.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, session, new AuthenticationProperties { IsPersistent = true });
        return TypedResults.LocalRedirect(LocalUrl.Home);
    }
}
