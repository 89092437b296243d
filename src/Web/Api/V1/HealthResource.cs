using PowerMeter.Shared.Hosting;
using PowerMeter.Web.Api.OpenApi;
using PowerMeter.Web.Monitoring;

namespace PowerMeter.Web.Api.V1;

/// <summary>GET /health: how the base station is, part by part.</summary>
internal static class HealthResource
{
    public static void Map(V1Routes routes) => routes.Get("/health", (Health health, CancellationToken cancel) => health.GetAsync(cancel))
        .Produces<HealthAnswer>(StatusCodes.Status200OK).WithExample("""
            {"status":"degraded","checks":[{"name":"database","status":"ok","detail":"It answers."},
             {"name":"sensors","status":"degraded","detail":"No samples come from: Kettle (silent)."}]}
            """)
        .Produces<HealthAnswer>(StatusCodes.Status503ServiceUnavailable)
        .WithExample(LauncherCommand.In("""{"status":"down","checks":[{"name":"processor","status":"down","detail":"Its last sign of life is 42 s old. './powermeter status' and './powermeter logs processor' say more."}]}"""), status: StatusCodes.Status503ServiceUnavailable)
        .WithSummary("How the base station is")
        .WithDescription("Database, schema, Receiver, Processor, roll-ups, spool, disk and sensors: each ok, degraded or down. The status is 503 when one is down.");
}
