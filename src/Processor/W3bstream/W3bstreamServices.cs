using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PowerMeter.Processor.W3bstream.Delivery;
using PowerMeter.Processor.W3bstream.Identity;
using PowerMeter.Processor.W3bstream.Readings;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Secrets;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Processor.W3bstream;

internal static class W3bstreamServices
{
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static void AddW3bstream(this IHostApplicationBuilder builder)
    {
        var options = W3bstreamOptions.Read(builder.Configuration);
        builder.Services.AddSingleton(options);
        builder.AddSecrets();
        builder.Services.AddSingleton<W3bstreamSettingsReader>();
        builder.Services.AddSingleton<OutboxSignal>();
        builder.Services.AddSingleton<FaultNote>();
        builder.AddIdentity();
        builder.AddReadings();
        builder.AddDelivery(options);
        builder.Services.AddHostedService<W3bstreamWorker>();
    }
}
