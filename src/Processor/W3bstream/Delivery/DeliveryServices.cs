using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Processor.W3bstream.Delivery;

internal static class DeliveryServices
{
    /// <exception cref="SettingException">The file of extra certificates cannot be used.</exception>
    public static void AddDelivery(this IHostApplicationBuilder builder, W3bstreamOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(new ExtraTrust(options.CaFile));
        builder.Services.AddSingleton<Func<double>>(Random.Shared.NextDouble);
        builder.Services.AddSingleton<IW3bstreamPart, OutboxSender>();
    }
}
