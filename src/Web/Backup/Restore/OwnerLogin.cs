using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;
using PowerMeter.Web.Backup.Commands;

namespace PowerMeter.Web.Backup.Restore;

/// <summary>The login of powermeter_owner, which a restore from the page needs: Web's own may not change the schema.</summary>
public sealed class OwnerLogin(BackupOptions options, IConfiguration configuration)
{
    /// <summary>Whether the page can restore; otherwise it names the command.</summary>
    public bool IsThere
    {
        get
        {
            try
            {
                if (options.OwnerPasswordFile.Length == 0) return false;
                File.OpenRead(options.OwnerPasswordFile).Dispose();
                return true;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }

    /// <exception cref="BackupException">The password file is not set, or closed to this process.</exception>
    internal NpgsqlDataSource Connect()
    {
        if (!IsThere) throw new BackupException(new Sentence("Backup_NotByItself", LauncherCommand.Name));
        var database = DatabaseOptions.Read(configuration, "owner");
        return DatabaseServices.CreateDataSource(database, "powermeter-restore", connection =>
        {
            CommandSettings.Patient(connection);
            connection.Passfile = options.OwnerPasswordFile;
        });
    }
}
