using Microsoft.Extensions.Hosting;

namespace PowerMeter.Processor.W3bstream.Delivery;

internal static class DeliveryServices
{
    public static void AddDelivery(this IHostApplicationBuilder builder) => ArgumentNullException.ThrowIfNull(builder);
}
