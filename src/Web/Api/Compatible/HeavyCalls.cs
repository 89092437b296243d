using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace PowerMeter.Web.Api.Compatible;

/// <summary>
/// Calls that may hold 100,000 groups in memory: a few at a time, the others wait their turn. So a flood of them neither
/// eats a small machine's memory nor takes all connections from the pages.
/// </summary>
internal static class HeavyCalls
{
    public const string Policy = "heavy";

    private const int AtOnce = 4;
    private const int Waiting = 500;
    private const int RetryAfterSeconds = 5;

    public static void AddHeavyCalls(this IHostApplicationBuilder builder) => builder.Services.AddRateLimiter(options =>
    {
        options.AddConcurrencyLimiter(Policy, limiter =>
        {
            limiter.PermitLimit = AtOnce;
            limiter.QueueLimit = Waiting;
            limiter.QueueProcessingOrder = QueueProcessingOrder.OldestFirst;
        });
        options.OnRejected = async (rejected, _) =>
        {
            rejected.HttpContext.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
            await ApiError.Of(StatusCodes.Status503ServiceUnavailable, $"Too many calls wait already: try again in {RetryAfterSeconds} s.")
                .ExecuteAsync(rejected.HttpContext);
        };
    });
}
