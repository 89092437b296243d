using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using PowerMeter.Web.Api.V1;

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

    public static void AddHeavyCalls(this IHostApplicationBuilder builder) => builder.Services.AddRateLimiter(options =>
    {
        options.AddConcurrencyLimiter(Policy, limiter =>
        {
            limiter.PermitLimit = AtOnce;
            limiter.QueueLimit = Waiting;
            limiter.QueueProcessingOrder = QueueProcessingOrder.OldestFirst;
        });
        options.AddConcurrencyLimiter(SampleResource.Policy, limiter =>
        {
            limiter.PermitLimit = SampleResource.AtOnce;
            limiter.QueueLimit = Waiting;
            limiter.QueueProcessingOrder = QueueProcessingOrder.OldestFirst;
        });
        options.OnRejected = Overload.RefuseAsync;
    });
}
