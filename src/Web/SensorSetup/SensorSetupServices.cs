using PowerMeter.Shared.Database;

namespace PowerMeter.Web.SensorSetup;

internal static class SensorSetupServices
{
    public static void AddSensorSetup(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SensorRemoval>();
        builder.Services.AddSingleton<SensorRequests>();
        builder.Services.AddSingleton<ISensorTrials, SensorTrials>();
        builder.Services.AddSingleton<ISensorChanges, SensorChanges>();
    }
}
