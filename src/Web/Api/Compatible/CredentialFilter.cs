using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Accounts.Sessions;

namespace PowerMeter.Web.Api.Compatible;

/// <summary>
/// Lets in who brings a bearer token, has a session cookie, or posts the form fields <c>login</c> and <c>password</c>;
/// who it is stands among the features of the request as <see cref="Caller"/>. Others get 403 for a POST or an
/// Authorization header, and for a GET the login page if they read HTML, else 401.
/// </summary>
internal sealed class CredentialFilter(SignIn signIn, TokenSignIn tokens) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        http.Response.Headers.CacheControl = "no-store";
        var (caller, waitSeconds) = await FindAsync(http);
        if (caller is null) return waitSeconds > 0 ? TooMany(http, waitSeconds) : Refuse(http);
        if (NeedsScope.Refusal(http, caller) is { } refusal) return ApiError.Of(StatusCodes.Status403Forbidden, refusal);
        http.Features.Set(caller);
        return await next(context);
    }

    private async Task<(Caller? Caller, int WaitSeconds)> FindAsync(HttpContext http)
    {
        var (request, address, cancel) = (http.Request, http.Connection.RemoteIpAddress, http.RequestAborted);
        if (BearerHeader.Of(request) is { } token)
        {
            var result = await tokens.TryAsync(token, address, cancel);
            return (result.Caller, result.WaitSeconds);
        }

        // A cookie that another site made the browser send counts only to look.
        if (http.User.Identity is { IsAuthenticated: true } known && (NeedsScope.Of(http) == TokenScope.Read || !CrossSite.IsFromElsewhere(request)))
            return (Caller.Of(known.Name ?? "", http.User.FindFirstValue(ClaimTypes.Role)), 0);
        if (!HttpMethods.IsPost(request.Method) || !request.HasFormContentType) return (null, 0);
        var form = await request.ReadFormAsync(cancel);
        var signedIn = await signIn.TryAsync(form["login"].ToString(), form["password"].ToString(), address, cancel);
        return (signedIn.User is { } user ? Caller.Of(user.Name, user.Role) : null, signedIn.WaitSeconds);
    }

    private static JsonHttpResult<ErrorAnswer> TooMany(HttpContext http, int seconds)
    {
        http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return ApiError.Of(StatusCodes.Status429TooManyRequests, $"Too many wrong passwords or tokens: try again in {seconds} s.");
    }

    private static IResult Refuse(HttpContext http)
    {
        if (HttpMethods.IsPost(http.Request.Method) || http.Request.Headers.Authorization.Count > 0)
            return ApiError.Of(StatusCodes.Status403Forbidden, "The login, the password or the token is wrong or missing: post the form fields login and password, bring a bearer token, or sign in.");
        if (!http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
            return ApiError.Of(StatusCodes.Status401Unauthorized, "Nobody is signed in: sign in, or post the form fields login and password.");
        http.Response.Headers.Location = $"{SessionCookie.LoginPath}{QueryString.Create("returnUrl", $"{http.Request.Path}{http.Request.QueryString}")}";
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }
}
