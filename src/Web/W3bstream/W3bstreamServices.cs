using PowerMeter.Shared.Rewards;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Web.W3bstream;

internal static class W3bstreamServices
{
    public static void AddW3bstream(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<W3bstreamSettingsReader>();
        builder.Services.AddSingleton<W3bstreamStatusReader>();
        builder.Services.AddSingleton<RewardQuery>();
        builder.Services.AddSingleton<W3bstreamReader>();
        builder.Services.AddSingleton<OutboxQuery>();
        builder.Services.AddSingleton<W3bstreamTable>();
        builder.Services.AddSingleton<W3bstreamChanges>();
    }
}
