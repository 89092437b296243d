using Npgsql;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;
using PowerMeter.Web.Backup.Restore;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Backup.Commands;

/// <summary>How the commands say that they failed: a sentence on standard error, and exit code 1.</summary>
internal static class CommandFailures
{
    /// <param name="replaces">Whether it replaces what the database has, so that a failure says that it did not.</param>
    public static async Task<int> GuardAsync(Func<CancellationToken, Task<int>> command, bool replaces = false)
    {
        using var stop = new StopSignals();
        // The backup that is made before a restore stays.
        var noFile = replaces ? "" : ", and no file was left";
        try
        {
            return await command(stop.Token);
        }
        catch (UnknownOutcomeException e)
        {
            return await FailAsync($"{e.Message} Look whether the restored data are there. To restore the same file once more does no harm.");
        }
        catch (Exception e) when (stop.Token.IsCancellationRequested && e is not BackupException)
        {
            // What a command that is broken off says of itself depends on where it was.
            return await FailAsync($"Cancelled: nothing was changed{noFile}.");
        }
        catch (BackupException e)
        {
            return await FailAsync((replaces ? RestoreFailure.Of(e.Sentence) : e.Sentence).ToString());
        }
        catch (Exception e) when (DiskFault.Is(e))
        {
            return await FailAsync(DiskFault.IsFull(e) ? $"The disk is full: nothing was changed{noFile}." : $"{e.Message} Nothing was changed{noFile}.");
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DiskFull)
        {
            return await FailAsync(RestoreFailure.Of(new Sentence("Disk_OfDatabase")).ToString());
        }
        catch (PostgresException e)
        {
            return await FailAsync($"The database says: {e.MessageText}{(e.Where is { } where ? $" ({Shorten(where)})" : "")}. Nothing was changed.");
        }
        catch (NpgsqlException e)
        {
            return await FailAsync($"The database does not answer: {e.Message}. Nothing was changed.");
        }
    }

    // A row that is refused stands there, and a row may be long.
    private static string Shorten(string text) => text.Length <= 200 ? text : $"{text[..200]}…";

    private static async Task<int> FailAsync(string message)
    {
        await Console.Error.WriteLineAsync(message);
        return ExitCode.Failure;
    }
}
