using Microsoft.AspNetCore.Http.HttpResults;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Api.V1;

/// <summary>
/// Maps the calls of /api/v1, each with what holds for all: who may call, which query parameters there are, problems for
/// what fails, and 405 for a method that a path does not have.
/// </summary>
internal sealed class V1Routes(RouteGroupBuilder all)
{
    private readonly Dictionary<string, List<string>> _methods = [];

    public RouteHandlerBuilder Get(string path, Delegate handler, params QueryParameter[] query) => Map(path, HttpMethods.Get, TokenScope.Read, handler, query);

    /// <summary>For what not everybody may read who may look.</summary>
    public RouteHandlerBuilder Get(string path, TokenScope scope, Delegate handler, params QueryParameter[] query) => Map(path, HttpMethods.Get, scope, handler, query);

    public RouteHandlerBuilder Post(string path, TokenScope scope, Delegate handler, params QueryParameter[] query) => Map(path, HttpMethods.Post, scope, handler, query);

    public RouteHandlerBuilder Put(string path, TokenScope scope, Delegate handler, params QueryParameter[] query) => Map(path, HttpMethods.Put, scope, handler, query);

    public RouteHandlerBuilder Delete(string path, TokenScope scope, Delegate handler, params QueryParameter[] query) => Map(path, HttpMethods.Delete, scope, handler, query);

    private RouteHandlerBuilder Map(string path, string method, TokenScope scope, Delegate handler, QueryParameter[] query)
    {
        if (!_methods.TryGetValue(path, out var methods))
        {
            _methods.Add(path, methods = []);
            // Any other method: what names a method is preferred by the routing.
            all.Map(path, (HttpContext http) => Refuse(http, methods)).WithMetadata(new ChangesNothingAttribute()).ExcludeFromDescription();
        }

        methods.Add(method);
        return all.MapMethods(path, [method], handler)
            .WithMetadata(new NeedsScope(scope))
            .WithMetadata([.. query])
            .AddEndpointFilter<CallFailures<FailureForm>>()
            .AddEndpointFilter<CallerFilter>()
            .AddEndpointFilter(new QueryFilter([.. query.Select(parameter => parameter.Name)]));
    }

    private static JsonHttpResult<ProblemAnswer> Refuse(HttpContext http, List<string> methods)
    {
        var allowed = string.Join(", ", methods);
        http.Response.Headers.Allow = allowed;
        return Problem.Of(StatusCodes.Status405MethodNotAllowed, $"The method is {http.Request.Method}; allowed: {allowed}.");
    }
}
