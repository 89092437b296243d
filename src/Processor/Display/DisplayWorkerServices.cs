using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PowerMeter.Shared.Display;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Processor.Display;

internal static class DisplayWorkerServices
{
    /// <param name="finder">Where framebuffers are looked for; null for those of this machine.</param>
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static void AddDisplay(this IHostApplicationBuilder builder, FramebufferFinder? finder = null)
    {
        builder.Services.AddSingleton(DisplayOptions.Read(builder.Configuration));
        builder.Services.AddSingleton(finder ?? new FramebufferFinder());
        builder.AddDisplayState();
        builder.Services.AddSingleton<DisplaySession>();
        builder.Services.AddHostedService<DisplayWorker>();
    }
}
