using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Push;

namespace PowerMeter.Web.Api.V1;

/// <summary>
/// Our own calls, under /api/v1. A path that is not known is 404 and a method that it does not have 405 before anything
/// else; then the credentials count, then what was sent. Errors are problem details.
/// </summary>
internal static class V1Api
{
    public const string Root = "/api/v1";

    /// <summary>Bytes: what is asked of a sensor is a word or two.</summary>
    private const int LargestRequest = 16 * 1024;

    public static void MapV1Api(this IEndpointRouteBuilder app)
    {
        // The group admits everybody so that its own filter can answer with a problem.
        var all = app.MapGroup(Root).AllowAnonymous().DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(LargestRequest));
        all.Map("/{**path}", (string? path) => Problem.Of(StatusCodes.Status404NotFound, $"There is no {Root}/{path}.")).WithOrder(int.MaxValue - 1);
        Get(all, "/sensors", SensorResource.ListAsync);
        Get(all, "/sensors/{id:int}", SensorResource.FindAsync);
        Get(all, "/sensors/{id:int}/status", SensorResource.StatusAsync);
        Post(all, "/sensors/{id:int}/samples", TokenScope.Write, SampleResource.PostAsync, SampleResource.Partial)
            .WithMetadata(new RequestSizeLimitAttribute(PushBody.LargestBody)).RequireRateLimiting(SampleResource.Policy);
        Post(all, "/sensors/{id:int}/switch", TokenScope.Admin, CommandResource.SwitchAsync);
        Post(all, "/sensors/{id:int}/reset_timer", TokenScope.Admin, CommandResource.PairAsync);
    }

    private static void Get(RouteGroupBuilder all, string path, Delegate handler) => Map(all, path, HttpMethods.Get, TokenScope.Read, handler, []);

    private static RouteHandlerBuilder Post(RouteGroupBuilder all, string path, TokenScope scope, Delegate handler, params string[] query) =>
        Map(all, path, HttpMethods.Post, scope, handler, query);

    /// <param name="query">The parameters that may stand after the question mark.</param>
    private static RouteHandlerBuilder Map(RouteGroupBuilder all, string path, string method, TokenScope scope, Delegate handler, string[] query)
    {
        // Any other method: what names a method is preferred by the routing.
        all.Map(path, (HttpContext http) => Refuse(http, method));
        return all.MapMethods(path, [method], handler).WithMetadata(new NeedsScope(scope))
            .AddEndpointFilter<FailureFilter>()
            .AddEndpointFilter<CallerFilter>()
            .AddEndpointFilter(new QueryFilter(query));
    }

    private static JsonHttpResult<ProblemAnswer> Refuse(HttpContext http, string method)
    {
        http.Response.Headers.Allow = method;
        return Problem.Of(StatusCodes.Status405MethodNotAllowed, $"The method is {http.Request.Method}; allowed: {method}.");
    }
}
