using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
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
        builder.Services.AddSingleton(all => Box(ring, all.GetRequiredService<NpgsqlDataSource>));
    }

    /// <summary>For Web, whose cookies are signed by the same keys: also makes them.</summary>
    /// <exception cref="SettingException">A setting is wrong, or the directory cannot be made.</exception>
    /// <param name="database">Where new keys may be written; null: the process's database. A read-only site has another one.</param>
    public static void AddKeyRing(this IHostApplicationBuilder builder, Func<IServiceProvider, NpgsqlDataSource>? database = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var ring = KeyRing.Read(builder.Configuration);
        ring.MakeDirectory();
        ring.AddTo(builder.Services, database ?? (all => all.GetRequiredService<NpgsqlDataSource>()));
        builder.Services.AddSingleton(all => Box(ring, all.GetRequiredService<NpgsqlDataSource>));
    }

    private static SecretBox Box(KeyRing ring, Func<NpgsqlDataSource> database) => new(ring with { Database = database });
}
