using Microsoft.Extensions.Hosting;

namespace PowerMeter.Processor.W3bstream.Readings;

internal static class ReadingsServices
{
    public static void AddReadings(this IHostApplicationBuilder builder) => ArgumentNullException.ThrowIfNull(builder);
}
