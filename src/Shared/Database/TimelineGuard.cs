using Npgsql;

namespace PowerMeter.Shared.Database;

/// <summary>
/// Refuses a primary that another one has replaced. A standby that is promoted begins a timeline of a higher number; the primary of
/// before that goes on, or is started again as it was, stays on its own, and says that it is a primary. Whoever has seen the newer
/// one takes no connection of the older one, and Npgsql goes on to the next server. It is a help and no fence: it knows what this
/// process has seen, by connections that it made after the promotion, and by <see cref="TimelineWatch"/>.
/// </summary>
internal static class TimelineGuard
{
    // The first eight digits of a WAL file's name are its timeline; only a primary writes any. Of another cluster numbers begin anew.
    private const string Ask = """
        select (select system_identifier from pg_control_system()),
               case when pg_is_in_recovery() then null else ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::bigint end
        """;

    // Of the whole process: what one pool has seen, the others know.
    private static readonly Dictionary<long, long> Newest = [];

    /// <summary>Asks a connection that was just made where it has come to.</summary>
    /// <exception cref="NpgsqlException">It is a primary of before.</exception>
    public static async Task CheckAsync(NpgsqlConnection connection) => Refuse(connection, await FindNewerAsync(connection, CancellationToken.None));

    /// <inheritdoc cref="CheckAsync"/>
    public static void Check(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(Ask, connection);
        using var row = command.ExecuteReader();
        row.Read();
        Refuse(connection, Learn(row));
    }

    /// <summary>Learns where the server is.</summary>
    /// <returns>Its timeline and the one that has replaced it; null when it is a standby, or none has.</returns>
    public static async Task<(long Own, long Newer)?> FindNewerAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(Ask, connection);
        await using var row = await command.ExecuteReaderAsync(cancel);
        await row.ReadAsync(cancel);
        return Learn(row);
    }

    private static (long Own, long Newer)? Learn(NpgsqlDataReader row)
    {
        if (row.IsDBNull(1)) return null;
        var (system, timeline) = (row.GetInt64(0), row.GetInt64(1));
        lock (Newest)
        {
            var newest = Newest.GetValueOrDefault(system);
            if (timeline < newest) return (timeline, newest);
            Newest[system] = timeline;
            return null;
        }
    }

    private static void Refuse(NpgsqlConnection connection, (long Own, long Newer)? replaced)
    {
        if (replaced is var (own, newer))
            throw new NpgsqlException(
                $"The server {connection.Host}:{connection.Port} is a primary of before (timeline {own}): another one has replaced it (timeline {newer}). Stop it, and make it a standby with pg_rewind or pg_basebackup; or, if it is to go on after all, start this program again.");
    }
}
