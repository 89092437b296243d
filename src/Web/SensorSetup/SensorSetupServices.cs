using PowerMeter.Shared.Database;

namespace PowerMeter.Web.SensorSetup;

internal static class SensorSetupServices
{
    public static void AddSensorSetup(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SensorRemoval>();
        builder.Services.AddSingleton<SensorRequests>();
        builder.Services.AddSingleton<SensorTrials>();
        builder.Services.AddScoped<ISensorTrials, GuardedTrials>();
        builder.Services.AddSingleton<SensorChanges>();
        builder.Services.AddSingleton<ReceiverList>();
    }
}
