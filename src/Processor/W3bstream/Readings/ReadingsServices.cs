using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace PowerMeter.Processor.W3bstream.Readings;

internal static class ReadingsServices
{
    public static void AddReadings(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ReadingMaker>();
        builder.Services.AddSingleton<IW3bstreamPart, ReadingsPart>();
    }
}
