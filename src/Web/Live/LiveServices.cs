using PowerMeter.Shared.Database;
using PowerMeter.Web.Commands;

namespace PowerMeter.Web.Live;

internal static class LiveServices
{
    public static void AddLive(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<NotificationListener>();
        builder.Services.AddSingleton<ChangeTrail>();
        builder.Services.AddSingleton<LiveSampleQuery>();
        builder.Services.AddSingleton<MeasureFeed>();
        builder.Services.AddSingleton<SensorCommands>();
        builder.Services.AddSingleton<LiveStreams>();
        builder.Services.AddSingleton<LiveText>();
        builder.Services.AddSingleton<LiveReplay>();
        builder.Services.AddSingleton<LiveStream>();
        builder.Services.AddHostedService(services => services.GetRequiredService<MeasureFeed>());
        builder.Services.AddHostedService<StatusWatch>();
    }
}
