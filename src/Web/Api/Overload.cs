using System.Globalization;
using Microsoft.AspNetCore.RateLimiting;
using PowerMeter.Web.Api.Compatible;
using PowerMeter.Web.Api.V1;

namespace PowerMeter.Web.Api;

/// <summary>What a call is told that finds too many others waiting: the same in both faces, each in its own form.</summary>
internal static class Overload
{
    private const int RetryAfterSeconds = 5;

    public static async ValueTask RefuseAsync(OnRejectedContext rejected, CancellationToken _)
    {
        var http = rejected.HttpContext;
        http.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        const int Status = StatusCodes.Status503ServiceUnavailable;
        var message = $"Too many calls wait already: try again in {RetryAfterSeconds} s.";
        IResult answer = http.Request.Path.StartsWithSegments(V1Api.Root, StringComparison.OrdinalIgnoreCase) ? Problem.Of(Status, message) : ApiError.Of(Status, message);
        await answer.ExecuteAsync(http);
    }
}
