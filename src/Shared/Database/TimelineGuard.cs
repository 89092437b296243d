using Npgsql;

namespace PowerMeter.Shared.Database;

/// <summary>
/// Refuses a primary that another one has replaced. A standby that is promoted begins a timeline of a higher number; the primary of
/// before that is started again as it was goes on with its own, and says that it is a primary. Whoever has seen the newer one
/// takes no connection of the older one, and Npgsql goes on to the next server. It is a help and no fence: it knows what this
/// process has seen, by connections that it made after the promotion.
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
    public static async Task CheckAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(Ask, connection);
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        Check(connection, row);
    }

    /// <inheritdoc cref="CheckAsync"/>
    public static void Check(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(Ask, connection);
        using var row = command.ExecuteReader();
        row.Read();
        Check(connection, row);
    }

    private static void Check(NpgsqlConnection connection, NpgsqlDataReader row)
    {
        if (row.IsDBNull(1)) return;
        var (system, timeline) = (row.GetInt64(0), row.GetInt64(1));
        lock (Newest)
        {
            var newest = Newest.GetValueOrDefault(system);
            if (timeline < newest)
                throw new NpgsqlException(
                    $"The server {connection.Host}:{connection.Port} is a primary of before (timeline {timeline}): another one has replaced it (timeline {newest}). Stop it, and make it a standby with pg_rewind or pg_basebackup; or, if it is to go on after all, start this program again.");
            Newest[system] = timeline;
        }
    }
}
