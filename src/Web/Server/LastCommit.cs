using Npgsql;
using PowerMeter.Shared.Database;

namespace PowerMeter.Web.Server;

/// <summary>Commits what somebody waits for.</summary>
internal static class LastCommit
{
    /// <exception cref="UnknownOutcomeException">The server was lost on the way: it is done, or nothing of it.</exception>
    /// <exception cref="PostgresException">The server says no: nothing is done.</exception>
    public static async Task CommitOrSayAsync(this NpgsqlTransaction transaction)
    {
        try
        {
            // From here on it cannot be cancelled: the answer is wanted.
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (NpgsqlException e) when (ServerLoss.Is(e))
        {
            throw new UnknownOutcomeException($"The connection broke while the change was being stored: all of it is, or nothing. {e.Message}", e);
        }
    }
}
