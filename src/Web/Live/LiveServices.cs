using PowerMeter.Shared.Database;
using PowerMeter.Web.Commands;

namespace PowerMeter.Web.Live;

internal static class LiveServices
{
    public static void AddLive(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<NotificationListener>();
        builder.Services.AddSingleton<MeasureFeed>();
        builder.Services.AddSingleton<SensorCommands>();
        builder.Services.AddHostedService(services => services.GetRequiredService<MeasureFeed>());
    }
}
