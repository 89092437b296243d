using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace PowerMeter.Shared.Hosting;

public static class HostingServices
{
    /// <param name="process">receiver, processor or web.</param>
    public static void AddHeartbeat(this IHostApplicationBuilder builder, string process)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<Heartbeat>(services, process));
    }
}
