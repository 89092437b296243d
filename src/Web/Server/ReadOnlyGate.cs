using System.Net.Mime;
using PowerMeter.Web.Api.Compatible;
using PowerMeter.Web.Api.V1;

namespace PowerMeter.Web.Server;

/// <summary>Refuses, on a read-only site, every call that is not known to change nothing; whoever makes it.</summary>
internal static class ReadOnlyGate
{
    /// <summary>Call after the routing.</summary>
    public static void UseReadOnlyGate(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<ReadOnlyMode>().IsOn) return;
        app.Use((http, next) =>
        {
            var request = http.Request;
            // The live pages ask ReadOnlyMode themselves.
            var mayPass = http.GetEndpoint() is not { } endpoint || ReadOnlyMode.Permits(request.Method, endpoint.Metadata) || request.Path.StartsWithSegments(CircuitGate.Path);
            return mayPass ? next(http) : Refuse(request.Path).ExecuteAsync(http);
        });
    }

    private static IResult Refuse(PathString path)
    {
        const int Status = StatusCodes.Status403Forbidden;
        if (path.StartsWithSegments(V1Api.Root, StringComparison.OrdinalIgnoreCase)) return Problem.Of(Status, ReadOnlyMode.Sentence);
        return path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
            ? ApiError.Of(Status, ReadOnlyMode.Sentence)
            : TypedResults.Text(ReadOnlyMode.Sentence, MediaTypeNames.Text.Plain, statusCode: Status);
    }
}
