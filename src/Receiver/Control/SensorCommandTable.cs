using Npgsql;
using NpgsqlTypes;
using PowerMeter.Receiver.Drivers;
using PowerMeter.Shared.Language;

namespace PowerMeter.Receiver.Control;

/// <summary>
/// Takes commands from <c>sensor_commands</c>. One that is being done is locked, in the transaction that will say how it
/// went: another Receiver waits for it and then finds it done, and one that is killed leaves it as it was. To switch twice
/// to the same state does no harm.
/// </summary>
public sealed class SensorCommandTable(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>
    /// How long a sensor may take at most. A command that had to wait has less: it ends when it expires, since whoever asked
    /// is then told that it will not be done.
    /// </summary>
    public static readonly TimeSpan RunLimit = TimeSpan.FromSeconds(10);

    private const int LimitSeconds = 15;

    private const string FindSensors =
        "select distinct sensor_id from sensor_commands where done_at is null and expires_at > now() and sensor_id = any ($1)";

    // In the order in which they were asked for, the first one only, and without passing over one that is being done.
    private const string TakeNext = """
        select command.id, command.command, sensors.name, extract(epoch from command.expires_at - clock_timestamp())::double precision
        from sensor_commands as command
        join sensors on sensors.id = command.sensor_id
        where command.done_at is null and command.expires_at > now() and command.sensor_id = $1
        order by command.id
        limit 1
        for update of command
        """;

    private const string Finish = "update sensor_commands set done_at = now(), error = $2, error_said = $3 where id = $1";

    /// <returns>Those of the sensors for which a command waits.</returns>
    public async Task<IReadOnlyList<int>> FindSensorsAsync(int[] sensors, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(FindSensors);
        command.CommandTimeout = LimitSeconds;
        command.Parameters.Add(new NpgsqlParameter { Value = sensors });
        await using var rows = await command.ExecuteReaderAsync(cancel);
        var found = new List<int>();
        while (await rows.ReadAsync(cancel)) found.Add(rows.GetInt32(0));
        return found;
    }

    /// <summary>Does the sensor's next command, and writes how it went.</summary>
    /// <returns>The command and its error, null when it was done; null when none waits.</returns>
    public async Task<(SensorCommand Command, Sentence? Error)?> RunNextAsync(SensorRunner runner, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(runner);
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        // Another Receiver may have had it until it expired.
        if (await TakeAsync(connection, runner.Sensor.Id, cancel) is not (var command, > 0 and var secondsLeft)) return null;

        var error = await RunAsync(command, runner, TimeSpan.FromSeconds(Math.Min(secondsLeft, RunLimit.TotalSeconds)), cancel);
        await using var finish = new NpgsqlCommand(Finish, connection)
        {
            CommandTimeout = LimitSeconds,
            Parameters =
            {
                new() { Value = command.Id },
                new() { Value = (object?)error?.ToString() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = (object?)error?.ToJson() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Jsonb },
            },
        };
        await finish.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        return (command, error);
    }

    private static async Task<(SensorCommand Command, double SecondsLeft)?> TakeAsync(NpgsqlConnection connection, int sensorId, CancellationToken cancel)
    {
        await using var take = new NpgsqlCommand(TakeNext, connection) { CommandTimeout = LimitSeconds, Parameters = { new() { Value = sensorId } } };
        await using var rows = await take.ExecuteReaderAsync(cancel);
        return await rows.ReadAsync(cancel) ? (new SensorCommand(rows.GetInt64(0), rows.GetString(1), rows.GetString(2)), rows.GetDouble(3)) : null;
    }

    /// <returns>Why it was not done; null when it was.</returns>
    private async Task<Sentence?> RunAsync(SensorCommand command, SensorRunner runner, TimeSpan most, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(most, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            // A driver that does not mind its token is left behind: no transaction stays open for it.
            await command.RunAsync(runner, either.Token).WaitAsync(either.Token);
            return null;
        }
        catch (SensorCommandException e)
        {
            return e.Sentence;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new Sentence("Sensor_NotInTime", command.SensorName, most.TotalSeconds);
        }
#pragma warning disable CA1031 // Whatever breaks in a driver is that command's failure, and nobody else's.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return new Sentence("Sensor_DriverBroke", command.SensorName, e.GetType().Name, e.Message);
        }
    }
}
