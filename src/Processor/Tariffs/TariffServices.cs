using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace PowerMeter.Processor.Tariffs;

internal static class TariffServices
{
    public static void AddTariffs(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<TariffChangeTable>();
        builder.Services.AddSingleton<TariffRetag>();
        builder.Services.AddSingleton<TariffFollowUp>();
        builder.Services.AddHostedService<TariffWorker>();
    }
}
