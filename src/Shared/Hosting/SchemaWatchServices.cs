using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PowerMeter.Shared.Database;

namespace PowerMeter.Shared.Hosting;

public static class SchemaWatchServices
{
    /// <summary>First of all services: none starts on a schema that the program does not know.</summary>
    public static void AddSchemaWatch(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<SchemaGuard>();
        builder.Services.AddHostedService<SchemaWatch>();
    }
}
