using Npgsql;

namespace PowerMeter.Shared.W3bstream;

/// <summary>Whose power the readings are of.</summary>
public static class ReadSensors
{
    // A paused sensor that was chosen stays chosen: without it there is no sum, and no reading that is too low. For the same reason
    // one that is retired is as good as gone: people choose anew, and no reading quietly means something else than the one before.
    private const string Sql = """
        select id from sensors
        where (id = any ($1) and retired_at is null) or (cardinality($1) = 0 and id = (select min(id) from sensors where enabled)) order by id
        """;

    private const string RetiredSql = "select name from sensors where id = any ($1) and retired_at is not null order by id";

    /// <returns>Their ids, ascending. Empty when there is none, or one of those that were chosen is gone or retired.</returns>
    public static Task<IReadOnlyList<int>> ReadAsync(NpgsqlDataSource database, W3bstreamSettings settings, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return ReadAsync(database, settings.Sensors, cancel);
    }

    /// <summary>The same for sensors that were chosen otherwise.</summary>
    /// <param name="chosen">None: the first that is not paused.</param>
    public static async Task<IReadOnlyList<int>> ReadAsync(NpgsqlDataSource database, IReadOnlyList<int> chosen, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(chosen);
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. chosen] });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var sensors = new List<int>();
        while (await reader.ReadAsync(cancel)) sensors.Add(reader.GetInt32(0));
        return chosen.Count > 0 && sensors.Count < chosen.Count ? [] : sensors;
    }

    /// <returns>The names of those that are chosen and retired, for which no readings are made.</returns>
    public static async Task<IReadOnlyList<string>> ReadRetiredAsync(NpgsqlDataSource database, IReadOnlyList<int> chosen, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(database);
        await using var command = database.CreateCommand(RetiredSql);
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. chosen] });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var names = new List<string>();
        while (await reader.ReadAsync(cancel)) names.Add(reader.GetString(0));
        return names;
    }
}
