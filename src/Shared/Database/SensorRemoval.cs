using Npgsql;

namespace PowerMeter.Shared.Database;

/// <summary>
/// Removes a sensor with all its samples, those that corrections keep aside among them, and its energy, piece by piece, so that
/// nobody waits for it for long. Interrupted, it leaves the sensor paused with what is left of its samples, and can be run again.
/// </summary>
/// <param name="database">By a login that may delete measures, energy, corrections and sensors.</param>
public sealed class SensorRemoval(NpgsqlDataSource database)
{
    private const string Pause = "update sensors set enabled = false where id = $1 and enabled";
    private const string Span = "select min(time), max(time) from measures where sensor_id = $1";

    // Keeps the roll-up waiting until the transaction ends: it would make anew what is being deleted.
    private static readonly string Lock = $"select pg_advisory_xact_lock({EnergyLock.Class}, $1)";

    private const string DeleteSamples = """
        with chunk as (select time from measures where sensor_id = $1 order by time limit $2),
        deleted as (delete from measures where sensor_id = $1 and time <= (select max(time) from chunk) returning time)
        select count(*), max(time) from deleted
        """;

    private static readonly string[] DeleteEnergy =
    [
        "delete from energy_minutes where sensor_id = $1 and start <= $2",
        "delete from energy_quarters where sensor_id = $1 and start <= $2",
        "delete from energy_hours where sensor_id = $1 and start <= $2",
    ];

    // The raw samples that its corrections keep aside go with them.
    private const string DeleteCorrections = "delete from corrections where sensor_id = $1";
    private const string DeleteSensor = "delete from sensors where id = $1";

    /// <summary>How many samples are deleted in one transaction: about a second's work by default.</summary>
    public int ChunkSamples { get; init; } = 50_000;

    /// <param name="progress">Told after each piece how much of the sensor's time is gone, 0 to 1.</param>
    /// <returns>How many samples were deleted.</returns>
    public async Task<long> RunAsync(int sensor, Action<double> progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(progress);
        await using var connection = await database.OpenConnectionAsync(cancel);
        // First of all: what is still read would come in again behind the deletion.
        await ExecuteAsync(connection, Pause, cancel, sensor);
        var deleted = 0L;
        if (await SpanAsync(connection, sensor, cancel) is var (first, last))
            while (await DeleteChunkAsync(connection, sensor, cancel) is var (count, until))
            {
                deleted += count;
                progress(last > first ? Math.Min(1, (until - first) / (last - first)) : 1);
            }

        await FinishAsync(connection, sensor, cancel);
        // What was on its way in when the sensor went; nothing more can come, as the measures' trigger looks for the sensor.
        while (await DeleteChunkAsync(connection, sensor, cancel) is var (late, _)) deleted += late;
        return deleted;
    }

    /// <returns>How many samples the oldest chunk had and the time of its last; null when there was none.</returns>
    private async Task<(long Count, DateTime Until)?> DeleteChunkAsync(NpgsqlConnection connection, int sensor, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await ExecuteAsync(connection, Lock, cancel, sensor);
        if (await DeleteOldestAsync(connection, sensor, cancel) is not var (count, until)) return null;
        foreach (var sql in DeleteEnergy) await ExecuteAsync(connection, sql, cancel, sensor, until);
        await transaction.CommitAsync(cancel);
        return (count, until);
    }

    private async Task<(long Count, DateTime Until)?> DeleteOldestAsync(NpgsqlConnection connection, int sensor, CancellationToken cancel)
    {
        await using var command = Command(connection, DeleteSamples, sensor, ChunkSamples);
        await using var row = await command.ExecuteReaderAsync(cancel);
        await row.ReadAsync(cancel);
        return row.GetInt64(0) == 0 ? null : (row.GetInt64(0), row.GetDateTime(1));
    }

    private static async Task FinishAsync(NpgsqlConnection connection, int sensor, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await ExecuteAsync(connection, Lock, cancel, sensor);
        await ExecuteAsync(connection, DeleteCorrections, cancel, sensor);
        await ExecuteAsync(connection, DeleteSensor, cancel, sensor);
        foreach (var sql in DeleteEnergy) await ExecuteAsync(connection, sql, cancel, sensor, DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc));
        await transaction.CommitAsync(cancel);
    }

    private static async Task<(DateTime First, DateTime Last)?> SpanAsync(NpgsqlConnection connection, int sensor, CancellationToken cancel)
    {
        await using var command = Command(connection, Span, sensor);
        await using var row = await command.ExecuteReaderAsync(cancel);
        await row.ReadAsync(cancel);
        return await row.IsDBNullAsync(0, cancel) ? null : (row.GetDateTime(0), row.GetDateTime(1));
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel, params object[] parameters)
    {
        await using var command = Command(connection, sql, parameters);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (var parameter in parameters) command.Parameters.Add(new() { Value = parameter });
        return command;
    }
}
