using Microsoft.AspNetCore.Http.HttpResults;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Api.Compatible;

/// <summary>Maps the calls under /api, and 405 for a method that a path does not have, whoever asks.</summary>
/// <param name="app">Without what holds for calls.</param>
/// <param name="calls">The group of the calls, which lets in only who may.</param>
internal sealed class CompatibleRoutes(IEndpointRouteBuilder app, RouteGroupBuilder calls)
{
    private static readonly string[] GetAndPost = [HttpMethods.Get, HttpMethods.Post];

    public RouteHandlerBuilder Read(string path, Delegate handler)
    {
        RefuseOthers(path, "GET, POST");
        return calls.MapMethods(path, GetAndPost, handler);
    }

    /// <summary>What changes something is never a GET.</summary>
    public RouteHandlerBuilder Write(string path, TokenScope scope, Delegate handler)
    {
        RefuseOthers(path, HttpMethods.Post);
        return calls.MapPost(path, handler).WithMetadata(new NeedsScope(scope));
    }

    /// <summary>What is none of the paths, by any method.</summary>
    public void RefuseUnknown() => app.Map("/api/{**path}", (string? path) => ApiError.Of(StatusCodes.Status404NotFound, $"There is no /api/{path}."))
        .WithMetadata(new ChangesNothingAttribute()).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription().WithOrder(int.MaxValue);

    // The routing prefers what names the method.
    private void RefuseOthers(string path, string allowed) => app.Map($"/api{path}", (HttpContext http) => Refuse(http, allowed))
        .WithMetadata(new ChangesNothingAttribute()).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();

    private static JsonHttpResult<ErrorAnswer> Refuse(HttpContext http, string allowed)
    {
        http.Response.Headers.Allow = allowed;
        return ApiError.Of(StatusCodes.Status405MethodNotAllowed, $"The method is {http.Request.Method}; allowed: {allowed}.");
    }
}
