using Npgsql;
using PowerMeter.Shared.Hosting;
using PowerMeter.Web.Backup.Nightly;
using PowerMeter.Web.Backup.Restore;
using PowerMeter.Web.Backup.Secrets;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Backup;

internal static class BackupServices
{
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static void AddBackup(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(BackupOptions.Read(builder.Configuration));
        services.AddSingleton(SecretPlaces.Read(builder.Configuration));
        services.AddSingleton<BackupDirectory>();
        services.AddSingleton<BackupTurn>();
        services.AddSingleton<BackupRuns>();
        services.AddSingleton<NightlyPlan>();
        services.AddSingleton<RestoreJournal>();
        services.AddSingleton(all => new BackupDownload(
            all.GetRequiredService<NpgsqlDataSource>(), all.GetRequiredService<SecretPlaces>(), all.GetRequiredService<BackupTurn>(), all.GetRequiredService<TimeProvider>(),
            all.GetRequiredService<ILogger<BackupDownload>>()));
        services.AddSingleton<BackupList>();
        services.AddSingleton<BackupUploads>();
        services.AddSingleton<OwnerLogin>();
        services.AddSingleton(all => new RestoreJobs(
            all.GetRequiredService<NpgsqlDataSource>(), all.GetRequiredService<OwnerLogin>(), all.GetRequiredService<SecretPlaces>(), all.GetRequiredService<BackupDirectory>(),
            all.GetRequiredService<RestoreJournal>(), all.GetRequiredService<BackupTurn>(), all.GetRequiredService<ReadOnlyMode>(), all.GetRequiredService<TimeProvider>()));
        services.AddHostedService<NightlyBackup>();
    }
}
