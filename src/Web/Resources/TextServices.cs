using Microsoft.Extensions.Localization;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Web.Resources;

internal static class TextServices
{
    /// <summary>The texts of the pages, in the language of who asks.</summary>
    public static IServiceCollection AddTexts(this IServiceCollection services)
    {
        services.AddLocalization();
        return services.AddSingleton<IStringLocalizer<Texts>>(all =>
            new CommandTexts(new StringLocalizer<Texts>(all.GetRequiredService<IStringLocalizerFactory>()), LauncherCommand.Name));
    }
}
