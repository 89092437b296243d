using PowerMeter.Shared.Database;
using PowerMeter.Shared.Queries;

namespace PowerMeter.Web.Queries;

internal static class QueryServices
{
    public static void AddQueries(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<EnergyQuery>();
        builder.Services.AddSingleton<SampleQuery>();
        builder.Services.AddSingleton<SampleIdQuery>();
        builder.Services.AddSingleton<SegmentEnergyQuery>();
        builder.Services.AddSingleton<SensorQuery>();
        builder.Services.AddSingleton<RecordedSpanQuery>();
        builder.Services.AddSingleton<SampleRowQuery>();
        builder.Services.AddSingleton<SamplePageQuery>();
        builder.Services.AddSingleton<GapQuery>();
        builder.Services.AddSingleton<EnergyStream>();
        builder.Services.AddSingleton<ConsumptionQuery>();
        builder.Services.AddSingleton<BaseLoadQuery>();
        builder.Services.AddSingleton<SiteReader>();
        builder.Services.AddSingleton<SiteCache>();
        builder.Services.AddHostedService(services => services.GetRequiredService<SiteCache>());
    }
}
