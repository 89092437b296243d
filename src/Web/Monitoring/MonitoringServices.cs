namespace PowerMeter.Web.Monitoring;

internal static class MonitoringServices
{
    public static void AddMonitoring(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<DatabaseFiguresCache>();
        builder.Services.AddSingleton<ProcessQuery>();
        builder.Services.AddSingleton<HttpLatency>();
        builder.Services.AddHostedService(services => services.GetRequiredService<HttpLatency>());
        builder.Services.AddSingleton<MetricsPage>();
        builder.Services.AddSingleton<Health>();
    }

    /// <summary>/health/live says only that this process answers, to everybody; the others say more, to whom Web:Metrics lets in.</summary>
    public static void MapMonitoring(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => TypedResults.Text("ok")).AllowAnonymous();
        var guarded = app.MapGroup("").AllowAnonymous().AddEndpointFilter<MonitoringFilter>();
        guarded.MapGet("/metrics", (MetricsPage page, CancellationToken cancel) => page.GetAsync(cancel));
        guarded.MapGet("/health", (Health health, CancellationToken cancel) => health.GetAsync(cancel));
        guarded.MapGet("/health/ready", (Health health, CancellationToken cancel) => health.GetAsync(cancel));
    }
}
