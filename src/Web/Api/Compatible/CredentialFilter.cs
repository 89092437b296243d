using Microsoft.AspNetCore.Http.HttpResults;
using PowerMeter.Web.Accounts;

namespace PowerMeter.Web.Api.Compatible;

/// <summary>
/// Lets in who has a session cookie, or posts the form fields <c>login</c> and <c>password</c>. Others get 403 for a
/// POST or an Authorization header, and for a GET the login page if they read HTML, else 401.
/// </summary>
internal sealed class CredentialFilter(SignIn signIn) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        http.Response.Headers.CacheControl = "no-store";
        if (http.User.Identity is { IsAuthenticated: true }) return await next(context);
        if (HttpMethods.IsPost(http.Request.Method) && http.Request.HasFormContentType)
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            var result = await signIn.TryAsync(form["login"].ToString(), form["password"].ToString(), http.Connection.RemoteIpAddress, http.RequestAborted);
            if (result.User is not null) return await next(context);
            if (result.Wait is not null) return TooMany(http, result.WaitSeconds);
        }

        return Refuse(http);
    }

    private static JsonHttpResult<ErrorAnswer> TooMany(HttpContext http, int seconds)
    {
        http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return ApiError.Of(StatusCodes.Status429TooManyRequests, $"Too many wrong passwords: try again in {seconds} s.");
    }

    private static IResult Refuse(HttpContext http)
    {
        if (HttpMethods.IsPost(http.Request.Method) || http.Request.Headers.Authorization.Count > 0)
            return ApiError.Of(StatusCodes.Status403Forbidden, "The login or the password is wrong or missing: post the form fields login and password, or sign in.");
        if (!http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
            return ApiError.Of(StatusCodes.Status401Unauthorized, "Nobody is signed in: sign in, or post the form fields login and password.");
        http.Response.Headers.Location = $"{SessionCookie.LoginPath}{QueryString.Create("returnUrl", $"{http.Request.Path}{http.Request.QueryString}")}";
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }
}
