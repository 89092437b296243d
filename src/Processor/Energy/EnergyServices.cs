using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PowerMeter.Shared.Database;

namespace PowerMeter.Processor.Energy;

internal static class EnergyServices
{
    public static void AddEnergy(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<NotificationListener>();
        builder.Services.AddSingleton<EnergyRollup>();
        builder.Services.AddHostedService<EnergyWorker>();
    }
}
