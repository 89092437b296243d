using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Shared.Secrets;

public static class SecretServices
{
    /// <summary>The <see cref="SecretBox"/>, by the keys that Web makes.</summary>
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static void AddSecrets(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var ring = KeyRing.Read(builder.Configuration);
        builder.Services.AddSingleton(new SecretBox(ring));
    }

    /// <summary>For Web, whose cookies are signed by the same keys: also makes them.</summary>
    /// <exception cref="SettingException">A setting is wrong, or the directory cannot be made.</exception>
    public static void AddKeyRing(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var ring = KeyRing.Read(builder.Configuration);
        ring.MakeDirectory();
        ring.AddTo(builder.Services);
        builder.Services.AddSingleton(new SecretBox(ring));
    }
}
