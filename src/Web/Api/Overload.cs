using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using PowerMeter.Web.Api.Compatible;
using PowerMeter.Web.Api.V1;

namespace PowerMeter.Web.Api;

/// <summary>What a call is told that finds too many others waiting: the same in both faces, each in its own form.</summary>
internal static class Overload
{
    /// <summary>Calls that may wait; further ones are refused.</summary>
    public const int Waiting = 500;

    private const int RetryAfterSeconds = 5;

    /// <summary>The turns of the calls that hold much; each kind waits for its own.</summary>
    public static void AddTurns(this IHostApplicationBuilder builder)
    {
        builder.Services.AddKeyedSingleton<TurnFilter>(TurnFilter.Bins);
        builder.Services.AddKeyedSingleton<TurnFilter>(TurnFilter.Lists);
        builder.Services.AddKeyedSingleton<TurnFilter>(TurnFilter.Deletions);
        builder.Services.AddKeyedSingleton(TurnFilter.Pictures, (_, _) => new TurnFilter(atOnce: 1));
        builder.Services.AddRateLimiter(options =>
        {
            options.AddConcurrencyLimiter(SampleResource.Policy, limiter =>
            {
                limiter.PermitLimit = SampleResource.AtOnce;
                limiter.QueueLimit = Waiting;
                limiter.QueueProcessingOrder = QueueProcessingOrder.OldestFirst;
            });
            options.OnRejected = RefuseAsync;
        });
    }

    public static async ValueTask RefuseAsync(OnRejectedContext rejected, CancellationToken _) =>
        await Answer(rejected.HttpContext).ExecuteAsync(rejected.HttpContext);

    public static IResult Answer(HttpContext http)
    {
        http.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        const int Status = StatusCodes.Status503ServiceUnavailable;
        var message = $"Too many calls wait already: try again in {RetryAfterSeconds} s.";
        return http.Request.Path.StartsWithSegments(V1Api.Root, StringComparison.OrdinalIgnoreCase) ? Problem.Of(Status, message) : ApiError.Of(Status, message);
    }
}
