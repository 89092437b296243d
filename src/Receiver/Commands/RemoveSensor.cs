using System.Globalization;
using Npgsql;
using PowerMeter.Shared.Database;

namespace PowerMeter.Receiver.Commands;

/// <summary>
/// Removes a sensor and, when that is said, all its samples and energy. One that has samples is otherwise only paused:
/// samples of a sensor that is not there are of no use to anybody. Interrupted, it can be run again.
/// </summary>
public static class RemoveSensor
{
    /// <summary>Samples a transaction: about a second's work.</summary>
    private const int ChunkSamples = 50_000;

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

    private const string DeleteSensor = "delete from sensors where id = $1";

    public static Task<int> RunAsync(CommandLine.RemoveSensor command) => SensorRegister.RunAsync(
        async register => Console.WriteLine(await RunAsync(register, command, ChunkSamples)));

    /// <param name="chunkSamples">How many are deleted in one transaction.</param>
    /// <returns>What was done, in a sentence.</returns>
    public static async Task<string> RunAsync(SensorRegister register, CommandLine.RemoveSensor command, int chunkSamples)
    {
        ArgumentNullException.ThrowIfNull(register);
        ArgumentNullException.ThrowIfNull(command);
        var sensor = await register.FindAsync(command.Sensor, "--remove-sensor");
        await using var connection = await register.Database.OpenConnectionAsync();
        // First of all: what is still read would come in again behind the deletion.
        await ExecuteAsync(connection, Pause, sensor.Id);
        var span = await SpanAsync(connection, sensor.Id);
        if (span is not null && !command.WithSamples)
            return $"Sensor {sensor.Id} '{sensor.Name}' is paused and its samples are kept. To remove it and them for ever, add --with-samples.";

        var deleted = span is var (first, last) ? await DeleteSamplesAsync(connection, sensor, first, last, chunkSamples) : 0;
        await FinishAsync(connection, sensor.Id);
        // What was on its way in when the sensor went; nothing more can come, as the measures' trigger looks for the sensor.
        while (await DeleteChunkAsync(connection, sensor.Id, chunkSamples) is var (late, _)) deleted += late;
        return string.Create(CultureInfo.InvariantCulture, $"Sensor {sensor.Id} '{sensor.Name}' is removed, and {deleted:N0} samples.");
    }

    private static async Task<long> DeleteSamplesAsync(NpgsqlConnection connection, StoredSensor sensor, DateTime first, DateTime last, int chunkSamples)
    {
        using var progress = new ProgressLine($"{sensor.Name}: removing its samples");
        var deleted = 0L;
        while (await DeleteChunkAsync(connection, sensor.Id, chunkSamples) is var (count, until))
        {
            deleted += count;
            progress.Report(last > first ? (until - first) / (last - first) : 1);
        }

        return deleted;
    }

    /// <returns>How many samples the oldest chunk had and the time of its last; null when there was none.</returns>
    private static async Task<(long Count, DateTime Until)?> DeleteChunkAsync(NpgsqlConnection connection, int sensor, int samples)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await ExecuteAsync(connection, Lock, sensor);
        if (await DeleteOldestAsync(connection, sensor, samples) is not var (count, until)) return null;
        foreach (var sql in DeleteEnergy) await ExecuteAsync(connection, sql, sensor, until);
        await transaction.CommitAsync();
        return (count, until);
    }

    private static async Task<(long Count, DateTime Until)?> DeleteOldestAsync(NpgsqlConnection connection, int sensor, int samples)
    {
        await using var command = Command(connection, DeleteSamples, sensor, samples);
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return row.GetInt64(0) == 0 ? null : (row.GetInt64(0), row.GetDateTime(1));
    }

    private static async Task FinishAsync(NpgsqlConnection connection, int sensor)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await ExecuteAsync(connection, Lock, sensor);
        await ExecuteAsync(connection, DeleteSensor, sensor);
        foreach (var sql in DeleteEnergy) await ExecuteAsync(connection, sql, sensor, DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc));
        await transaction.CommitAsync();
    }

    private static async Task<(DateTime First, DateTime Last)?> SpanAsync(NpgsqlConnection connection, int sensor)
    {
        await using var command = Command(connection, Span, sensor);
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return await row.IsDBNullAsync(0) ? null : (row.GetDateTime(0), row.GetDateTime(1));
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, params object[] parameters)
    {
        await using var command = Command(connection, sql, parameters);
        await command.ExecuteNonQueryAsync();
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (var parameter in parameters) command.Parameters.Add(new() { Value = parameter });
        return command;
    }
}
