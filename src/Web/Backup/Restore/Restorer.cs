using Npgsql;
using PowerMeter.Shared.Language;
using PowerMeter.Web.Backup.Format;
using PowerMeter.Web.Backup.Secrets;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Backup.Restore;

/// <summary>
/// Puts a backup in the place of what the database has. All is verified before anything is touched, and all is one transaction: whenever
/// it is broken off, what was there before is whole.
/// </summary>
/// <param name="owner">With the login of powermeter_owner, without a command timeout.</param>
internal sealed class Restorer(NpgsqlDataSource owner, SecretPlaces places, BackupProgress progress, TimeProvider clock)
{
    private const int Attempts = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Looks at everything that can be looked at before anything is changed.</summary>
    /// <param name="passphrase">Null: none was given.</param>
    /// <param name="withoutSecrets">Leave the file's secrets, so that no passphrase is needed.</param>
    /// <returns>The secrets; null without.</returns>
    /// <exception cref="BackupException">The file cannot be restored here.</exception>
    public async Task<BackupSecrets?> CheckAsync(BackupFile file, Passphrase? passphrase, bool withoutSecrets, CancellationToken cancel)
    {
        RestoreRules.Check(file.Manifest);
        var secrets = withoutSecrets ? null : await OpenSecretsAsync(file, passphrase, cancel);
        RestoreSpace.Check(owner, file.Manifest);
        await file.VerifyAsync(progress, cancel);
        return secrets;
    }

    /// <returns>The secrets, which have their places; null when the file has none.</returns>
    /// <exception cref="BackupException">The passphrase is missing or another one, or the secrets cannot be put in place.</exception>
    public async Task<BackupSecrets?> OpenSecretsAsync(BackupFile file, Passphrase? passphrase, CancellationToken cancel)
    {
        var secrets = await file.ReadSecretsAsync(passphrase, cancel);
        if (secrets is not null) places.RequireWritable(secrets);
        return secrets;
    }

    /// <param name="secrets">What <see cref="CheckAsync"/> gave.</param>
    /// <returns>Without the backup of what was there before.</returns>
    /// <exception cref="BackupException">It cannot be done now; nothing was changed.</exception>
    /// <exception cref="UnknownOutcomeException">The database was lost as it stored the last of it: all is restored, or nothing was changed.</exception>
    /// <exception cref="NpgsqlException">The database does not answer, or refused a row; nothing was changed.</exception>
    public async Task<RestoreResult> RestoreAsync(BackupFile file, BackupSecrets? secrets, CancellationToken cancel)
    {
        progress.Begin(BackupPhase.Restoring, file.Manifest.Bytes);
        await using (var connection = await owner.OpenConnectionAsync(cancel))
        {
            await using var transaction = await ClearAsync(connection, cancel);
            var schema = new SchemaReplacement(connection);
            await schema.PrepareAsync(file.Manifest, cancel);
            foreach (var entry in file.Manifest.Entries) await ImportAsync(file, schema, entry, cancel);
            await WriteSecretsAsync(connection, secrets, cancel);
            progress.Begin(BackupPhase.Migrating);
            await schema.FinishAsync(file.Manifest, cancel);
            if (secrets is not null) await places.AddKeysAsync(connection, secrets, cancel);
            // From here on it is done or not, and no longer given up.
            await transaction.CommitOrSayAsync();
        }

        return secrets is null ? new RestoreResult(null, [.. file.Manifest.LeftOut.Select(secret => secret.ToSentence())], null) : PutIdentity(secrets);
    }

    // The database is the restored one by now: a disk that is full at last is no failure of the restore.
    private RestoreResult PutIdentity(BackupSecrets secrets)
    {
        try
        {
            return new RestoreResult(null, [], places.PutIdentity(secrets, clock));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new RestoreResult(null, [new Sentence("Backup_IdentityUnwritten", e.Message)], null);
        }
    }

    private async Task<NpgsqlTransaction> ClearAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            var transaction = await connection.BeginTransactionAsync(cancel);
            try
            {
                await new SchemaReplacement(connection).ClearAsync(cancel);
                return transaction;
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
            {
                await transaction.DisposeAsync();
                if (attempt == Attempts)
                    throw new BackupException(new Sentence("Backup_TablesInUse"), e);
            }
            catch
            {
                await transaction.DisposeAsync();
                throw;
            }

            await Task.Delay(Pause, clock, cancel);
        }
    }

    private async Task ImportAsync(BackupFile file, SchemaReplacement schema, BackupEntry entry, CancellationToken cancel)
    {
        var rows = await schema.ImportAsync(entry, cancel);
        try
        {
            await file.CopyAsync(entry, piece => rows.BaseStream.WriteAsync(piece, cancel), progress, cancel);
        }
        catch
        {
            await GiveUpAsync(rows);
            throw;
        }

        await rows.DisposeAsync();
    }

    // The first failure is the one to tell; the transaction is rolled back whatever this says.
    private static async Task GiveUpAsync(NpgsqlCopyTextWriter rows)
    {
        try
        {
            await rows.CancelAsync();
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or OperationCanceledException or ObjectDisposedException)
        {
        }
    }

    private static async Task WriteSecretsAsync(NpgsqlConnection connection, BackupSecrets? secrets, CancellationToken cancel)
    {
        foreach (var secret in secrets?.Sensors ?? [])
            await connection.RunAsync("update sensors set settings = settings || jsonb_build_object($2::text, $3::text) where id = $1", cancel, secret.SensorId, secret.Key, secret.Value);
        if (!await connection.ScalarAsync<bool>("select to_regclass('public.w3bstream_settings') is not null", cancel)) return;
        if (secrets?.W3bstreamToken is { } token) await connection.RunAsync("update w3bstream_settings set token = $1", cancel, token);
        // Without its token nothing is sent; from when it is set again, readings are made anew.
        await connection.RunAsync("update w3bstream_status set forwards_since = null where not (select forwarding from w3bstream_settings)", cancel);
    }
}
