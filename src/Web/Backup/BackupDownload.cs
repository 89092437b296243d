using Npgsql;
using PowerMeter.Web.Backup.Format;
using PowerMeter.Web.Backup.Secrets;

namespace PowerMeter.Web.Backup;

/// <summary>Hands a backup out while it is made: nothing of it lies on this machine's disk.</summary>
public sealed partial class BackupDownload
{
    private readonly NpgsqlDataSource _database;
    private readonly SecretPlaces _places;
    private readonly BackupTurn _turn;
    private readonly TimeProvider _clock;
    private readonly ILogger<BackupDownload> _logger;

    internal BackupDownload(NpgsqlDataSource database, SecretPlaces places, BackupTurn turn, TimeProvider clock, ILogger<BackupDownload> logger) =>
        (_database, _places, _turn, _clock, _logger) = (database, places, turn, clock, logger);

    /// <summary>A name for the file, such as <c>powermeter-20260302T023000Z.powermeter-backup</c>.</summary>
    public string NewName() => Path.GetFileName(new BackupDirectory(new BackupOptions()).NewPath("powermeter", _clock.GetUtcNow()));

    /// <summary>For who has the administrator's rights; the caller checks that.</summary>
    /// <param name="output">Its end is missing when this fails, and with it the seal: nobody takes it for whole.</param>
    /// <param name="passphrase">Null: without secrets. It never comes in an address.</param>
    /// <param name="who">For the log: everything that there is about the house goes to him.</param>
    /// <param name="begins">Called when nothing stands in the way any more, before the first byte.</param>
    /// <returns>False: another backup or restore is under way.</returns>
    /// <exception cref="BackupException">It cannot be made.</exception>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public async Task<bool> TryWriteAsync(Stream output, string? passphrase, string who, Action begins, CancellationToken cancel)
    {
        var secrets = passphrase is null ? ((SecretPlaces, Passphrase)?)null : (_places, Passphrase.Parse(passphrase));
        using var mine = _turn.TryTake();
        if (mine is null) return false;
        begins();
        try
        {
            var manifest = await new BackupWriter(_database, new BackupProgress()).WriteAsync(output, secrets, cancel);
            Taken(who, manifest.Samples, manifest.Secrets ? "with" : "without");
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Broken(who, e.Message);
            throw;
        }
        catch (OperationCanceledException)
        {
            Broken(who, "whoever took it has gone");
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A backup was handed out to {Who}: {Samples} samples, {With} secrets.")]
    private partial void Taken(string who, long samples, string with);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A backup for {Who} was not finished: {Reason}.")]
    private partial void Broken(string who, string reason);
}
