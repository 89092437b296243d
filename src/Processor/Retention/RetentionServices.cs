using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace PowerMeter.Processor.Retention;

internal static class RetentionServices
{
    public static void AddRetention(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHostedService<PartitionKeeper>();
        builder.Services.AddHostedService<RawRetention>();
    }
}
