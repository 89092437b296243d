using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PowerMeter.Processor.W3bstream.Messages;

namespace PowerMeter.Processor.W3bstream.Identity;

internal static class IdentityServices
{
    public static void AddIdentity(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<KeyFile>();
        builder.Services.AddSingleton<KeySource>();
        builder.Services.AddSingleton<IIdentityRecord, IdentityKeeper>();
        builder.Services.AddSingleton<IMessageMaker, MessageMaker>();
    }
}
