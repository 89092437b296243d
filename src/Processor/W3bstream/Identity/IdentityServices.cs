using Microsoft.Extensions.Hosting;

namespace PowerMeter.Processor.W3bstream.Identity;

internal static class IdentityServices
{
    public static void AddIdentity(this IHostApplicationBuilder builder) => ArgumentNullException.ThrowIfNull(builder);
}
