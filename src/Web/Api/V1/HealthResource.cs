using PowerMeter.Web.Monitoring;

namespace PowerMeter.Web.Api.V1;

/// <summary>GET /health: how the base station is, part by part.</summary>
internal static class HealthResource
{
    public static void Map(V1Routes routes) => routes.Get("/health", (Health health, CancellationToken cancel) => health.GetAsync(cancel))
        .Produces<HealthAnswer>(StatusCodes.Status200OK)
        .Produces<HealthAnswer>(StatusCodes.Status503ServiceUnavailable)
        .WithSummary("How the base station is")
        .WithDescription("Database, schema, Receiver, Processor, roll-ups, spool, disk and sensors: each ok, degraded or down. The status is 503 when one is down.");
}
