using PowerMeter.Shared.Database;

namespace PowerMeter.Web.Live;

internal static class LiveServices
{
    public static void AddLive(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<NotificationListener>();
        builder.Services.AddSingleton<MeasureFeed>();
        builder.Services.AddHostedService(services => services.GetRequiredService<MeasureFeed>());
    }
}
