using Npgsql;
using PowerMeter.Shared.Language;
using PowerMeter.Web.Live;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Commands;

/// <summary>Asks something of a sensor through <c>sensor_commands</c>, and waits until its Receiver has done it or said why not.</summary>
public sealed partial class SensorCommands(NpgsqlDataSource database, MeasureFeed feed, ReadOnlyMode readOnly, TimeProvider time, ILogger<SensorCommands> logger)
{
    /// <summary>How long to wait for the answer. A plug on Bluetooth takes some seconds.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    // Whoever was told that nothing happened must not see it happen later: it expires before we stop waiting.
    private const string Insert = """
        insert into sensor_commands (sensor_id, command, requested_by, expires_at)
        values ($1, $2, $3, now() + interval '10 seconds') returning id
        """;

    private const string Read = "select done_at is not null, error, error_said::text from sensor_commands where id = $1";

    /// <param name="requestedBy">Who asks: 1 to 128 characters, for the record.</param>
    /// <exception cref="ReadOnlyException">The site is read-only.</exception>
    /// <exception cref="PostgresException">There is no such sensor.</exception>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public async Task<CommandOutcome> AskAsync(int sensorId, SensorCommand command, string requestedBy, CancellationToken cancel)
    {
        readOnly.Check();
        // Before it is asked, so that no answer is missed.
        using var events = feed.Subscribe();
        using var patience = new CancellationTokenSource(Patience, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel, patience.Token);
        var id = await InsertAsync(sensorId, command, requestedBy, cancel);
        Asked(logger, requestedBy, command, sensorId);
        try
        {
            if (await ReadAsync(id, cancel) is { Answered: true } early) return early;
            await foreach (var happened in events.ReadAsync(limit.Token))
                if (MayBeOf(happened, id) && await ReadAsync(id, cancel) is { Answered: true } outcome) return outcome;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // Nobody has spoken in time.
        }

        return await ReadAsync(id, cancel);
    }

    private static bool MayBeOf(FeedEvent happened, long id) =>
        happened is FeedEvent.Resync || (happened is FeedEvent.CommandChanged changed && changed.CommandId == id);

    private async Task<long> InsertAsync(int sensorId, SensorCommand command, string requestedBy, CancellationToken cancel)
    {
        await using var insert = database.CreateCommand(Insert);
        insert.Parameters.Add(new NpgsqlParameter<int> { TypedValue = sensorId });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = NameOf(command) });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = requestedBy });
        return (long)(await insert.ExecuteScalarAsync(cancel))!;
    }

    private async Task<CommandOutcome> ReadAsync(long id, CancellationToken cancel)
    {
        await using var read = database.CreateCommand(Read);
        read.Parameters.Add(new NpgsqlParameter<long> { TypedValue = id });
        await using var reader = await read.ExecuteReaderAsync(cancel);
        // Without a row the sensor was removed meanwhile.
        if (!await reader.ReadAsync(cancel) || !reader.GetBoolean(0)) return CommandOutcome.Unanswered;
        return new CommandOutcome(true, reader.IsDBNull(1) ? null : reader.GetString(1)) { ErrorSaid = reader.IsDBNull(2) ? null : Sentence.Read(reader.GetString(2)) };
    }

    private static string NameOf(SensorCommand command) => command switch
    {
        SensorCommand.SwitchOn => "switch_on",
        SensorCommand.SwitchOff => "switch_off",
        _ => "pair",
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "{Who} asks for {Command} of sensor {Sensor}.")]
    private static partial void Asked(ILogger logger, string who, SensorCommand command, int sensor);
}
