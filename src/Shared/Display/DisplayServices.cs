using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Queries;
using PowerMeter.Shared.Rewards;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Shared.Display;

public static class DisplayServices
{
    /// <summary>What reads the display's state. Nothing of it is made, nor reads anything, before somebody asks.</summary>
    public static void AddDisplayState(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddSingleton(provider => LanAddress.Read(provider.GetRequiredService<IConfiguration>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<SiteReader>();
        services.TryAddSingleton<SiteCache>();
        services.TryAddSingleton<EnergyQuery>();
        services.TryAddSingleton<RewardQuery>();
        services.TryAddSingleton<W3bstreamSettingsReader>();
        services.TryAddSingleton<W3bstreamStatusReader>();
        services.AddSingleton<DisplayChoicesReader>();
        services.AddSingleton<PowerNowQuery>();
        services.AddSingleton<DisplayStateReader>();
    }
}
