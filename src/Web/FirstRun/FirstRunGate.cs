using System.Net.Mime;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.StaticAssets;
using PowerMeter.Web.Api.Compatible;
using PowerMeter.Web.Api.V1;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.FirstRun;

/// <summary>
/// Until the base station is set up nothing is reachable but the first run, what it is made of, and the plain liveness.
/// After it, the first run is closed for ever.
/// </summary>
internal static class FirstRunGate
{
    public const string Path = "/install";
    public const string Sentence = "This base station is not set up yet: finish the first run at /install, with a browser of the local network.";

    private static readonly PathString[] AlwaysOpen = ["/health/live", "/language", "/error"];

    /// <summary>Call between the routing and whatever asks who calls.</summary>
    public static void UseFirstRunGate(this IApplicationBuilder app)
    {
        var installation = app.ApplicationServices.GetRequiredService<Installation>();
        var access = app.ApplicationServices.GetRequiredService<FirstRunAccess>();
        app.Use(async (http, next) =>
        {
            var path = http.Request.Path;
            if (IsAsset(http) || AlwaysOpen.Any(open => Is(path, open))) await next(http);
            else if (await IsDoneAsync(installation, http.RequestAborted)) await (Is(path, Path) ? CloseAsync(http) : next(http));
            else if (!Is(path, Path) && !Is(path, CircuitGate.Path)) await AnswerOf(http.Request).ExecuteAsync(http);
            else if (access.RefusalOf(http) is { } refusal) await RefuseAsync(http, refusal.Status, refusal.Sentence);
            else
            {
                LetIn(http);
                await next(http);
            }
        });
    }

    private static bool Is(PathString path, PathString root) => path.StartsWithSegments(root, StringComparison.OrdinalIgnoreCase);

    private static bool IsAsset(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null;

    // Without the database nobody can write either. The pages say so themselves, to whom they let in.
    private static async ValueTask<bool> IsDoneAsync(Installation installation, CancellationToken cancel)
    {
        try
        {
            return await installation.IsDoneAsync(cancel);
        }
        catch (Exception e) when (Components.DatabaseTrouble.Is(e))
        {
            return true;
        }
    }

    // There is nobody who could be signed in: the connection of the live pages is the wizard's.
    private static void LetIn(HttpContext http)
    {
        if (http.GetEndpoint() is { } endpoint)
            http.SetEndpoint(new Endpoint(endpoint.RequestDelegate, new EndpointMetadataCollection([.. endpoint.Metadata, new AllowAnonymousAttribute()]), endpoint.DisplayName));
    }

    private static Task CloseAsync(HttpContext http)
    {
        http.SetEndpoint(null);
        // What was sent to it is no form of the page that says so.
        if (!HttpMethods.IsGet(http.Request.Method) && http.Features.Get<IStatusCodePagesFeature>() is { } pages) pages.Enabled = false;
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static IResult AnswerOf(HttpRequest request)
    {
        const int Status = StatusCodes.Status503ServiceUnavailable;
        if (Is(request.Path, V1Api.Root)) return Problem.Of(Status, Sentence);
        if (Is(request.Path, "/api")) return ApiError.Of(Status, Sentence);
        var isPage = (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && !Is(request.Path, "/metrics") && !Is(request.Path, "/health");
        return isPage ? new SeeOther(Path) : TypedResults.Text(Sentence, MediaTypeNames.Text.Plain, statusCode: Status);
    }

    private static Task RefuseAsync(HttpContext http, int status, string sentence)
    {
        if (status == StatusCodes.Status429TooManyRequests) http.Response.Headers.RetryAfter = "60";
        return TypedResults.Text(sentence, MediaTypeNames.Text.Plain, statusCode: status).ExecuteAsync(http);
    }

    private sealed class SeeOther(string location) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = $"{httpContext.Request.PathBase}{location}";
            // What is asked for is there as soon as the first run is done.
            httpContext.Response.Headers.CacheControl = "no-store";
            return Task.CompletedTask;
        }
    }
}
