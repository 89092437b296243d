using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PowerMeter.Shared.Hosting;
using PowerMeter.Web.Accounts;

namespace PowerMeter.Web.Api.V1;

/// <summary>
/// Lets in who brings a bearer token or a session cookie, and may do what the call needs; it is then among the features
/// of the request as <see cref="Caller"/>. A cookie counts for a write, and for what only administrators may read, only when our own pages sent it.
/// </summary>
internal sealed class CallerFilter(TokenSignIn tokens) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        http.Response.Headers.CacheControl = "no-store";
        Caller caller;
        if (BearerHeader.Of(http.Request) is { } text)
        {
            var result = await tokens.TryAsync(text, http.Connection.RemoteIpAddress, http.RequestAborted);
            if (result.Caller is null) return result.WaitSeconds > 0 ? TooMany(http, result.WaitSeconds) : WrongToken(http);
            caller = result.Caller;
        }
        else if (http.User.Identity is { IsAuthenticated: true })
        {
            if ((!HttpMethods.IsGet(http.Request.Method) || NeedsScope.Of(http) > TokenScope.Read) && CrossSite.IsFromElsewhere(http.Request))
                return Problem.Of(StatusCodes.Status403Forbidden, "Another site made your browser send this; allowed: a call from our own pages, or one with a bearer token.");
            caller = Caller.Of(http.User.Identity.Name ?? "", http.User.FindFirstValue(ClaimTypes.Role));
        }
        else
        {
            return Nobody(http);
        }

        if (NeedsScope.Refusal(http, caller) is { } refusal)
        {
            http.Response.Headers.WWWAuthenticate = $"Bearer realm=\"PowerMeter\", error=\"insufficient_scope\", scope=\"{NeedsScope.Of(http).ToString().ToLowerInvariant()}\"";
            return Problem.Of(StatusCodes.Status403Forbidden, refusal);
        }

        http.Features.Set(caller);
        return await next(context);
    }

    private static JsonHttpResult<ProblemAnswer> Nobody(HttpContext http)
    {
        http.Response.Headers.WWWAuthenticate = "Bearer realm=\"PowerMeter\"";
        return Problem.Of(StatusCodes.Status401Unauthorized, $"The call brings no token; allowed: the header 'Authorization: Bearer TOKEN'. '{LauncherCommand.Name} token create NAME' makes one.");
    }

    private static JsonHttpResult<ProblemAnswer> WrongToken(HttpContext http)
    {
        http.Response.Headers.WWWAuthenticate = "Bearer realm=\"PowerMeter\", error=\"invalid_token\"";
        return Problem.Of(StatusCodes.Status401Unauthorized, $"The token is wrong or revoked; allowed: the header 'Authorization: Bearer TOKEN' with one of those that '{LauncherCommand.Name} token list' names.");
    }

    private static JsonHttpResult<ProblemAnswer> TooMany(HttpContext http, int seconds)
    {
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Problem.Of(StatusCodes.Status429TooManyRequests, $"Too many wrong tokens came from this address: try again in {seconds} s. A right one is let in at once.");
    }
}
