using Npgsql;
using PowerMeter.Shared.Database;

namespace PowerMeter.Web.About;

/// <summary>Reads <see cref="StationFigures"/>.</summary>
public sealed class StationQuery(NpgsqlDataSource database)
{
    private const string Server = """
        select current_setting('server_version'), (select coalesce(max(version), 0) from schema_version), pg_database_size(current_database())
        """;

    private const string Processes = """
        select distinct on (process, host) process, host, version, started_at, greatest(interval '0', now() - beat_at)
        from process_heartbeats order by process, host, beat_at desc
        """;

    public async Task<StationFigures> ReadAsync(CancellationToken cancel)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Server));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Processes));
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        await reader.ReadRowAsync();
        var (server, schema, size) = (reader.GetString(0).Split(' ')[0], reader.GetInt32(1), reader.GetInt64(2));
        await reader.NextResultAsync(cancel);
        var processes = new List<RunningProcess>();
        while (await reader.ReadRowAsync())
            processes.Add(new RunningProcess(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3), reader.GetTimeSpan(4)));
        return new StationFigures(server, schema, size, processes);
    }
}
