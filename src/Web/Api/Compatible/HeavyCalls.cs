using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using PowerMeter.Web.Api.V1;

namespace PowerMeter.Web.Api.Compatible;

/// <summary>
/// Calls that hold much or for long: a few at a time, the others wait their turn. So a flood of them neither eats a small
/// machine's memory nor takes all connections to the database from the pages and from the samples that are pushed.
/// </summary>
internal static class HeavyCalls
{
    /// <summary>Those that may hold 100,000 groups in memory.</summary>
    public const string Policy = "heavy";

    /// <summary>Those that hold a connection to the database for as long as their client takes to read the answer.</summary>
    public const string ListPolicy = "list";

    private const int ListsAtOnce = 4;

    private const int AtOnce = 4;
    private const int Waiting = 500;

    public static void AddHeavyCalls(this IHostApplicationBuilder builder) => builder.Services.AddRateLimiter(options =>
    {
        foreach (var (policy, atOnce) in ((string, int)[])[(Policy, AtOnce), (ListPolicy, ListsAtOnce), (SampleResource.Policy, SampleResource.AtOnce)])
        {
            options.AddConcurrencyLimiter(policy, limiter =>
            {
                limiter.PermitLimit = atOnce;
                limiter.QueueLimit = Waiting;
                limiter.QueueProcessingOrder = QueueProcessingOrder.OldestFirst;
            });
        }

        options.OnRejected = Overload.RefuseAsync;
    });
}
