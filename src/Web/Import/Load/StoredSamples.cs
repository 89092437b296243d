using Npgsql;
using PowerMeter.Shared.Database;

namespace PowerMeter.Web.Import.Load;

/// <summary>What the sensor has already, from a time on, one after another.</summary>
internal sealed class StoredSamples : IAsyncDisposable
{
    private const string Sql = """
        select time, watts, volts, battery from measures
        where sensor_id = $1 and time >= $2
        order by time
        """;

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlCommand _command;
    private readonly NpgsqlDataReader _reader;

    private StoredSamples(NpgsqlConnection connection, NpgsqlCommand command, NpgsqlDataReader reader) => (_connection, _command, _reader) = (connection, command, reader);

    /// <summary>The next one; null at the end.</summary>
    public ImportRow? Current { get; private set; }

    /// <param name="from">Unix microseconds.</param>
    public static async Task<StoredSamples> OpenAsync(NpgsqlDataSource database, int sensor, long from, CancellationToken cancel)
    {
        var connection = await database.OpenConnectionAsync(cancel);
        NpgsqlCommand? command = null;
        try
        {
            command = new NpgsqlCommand(Sql, connection) { CommandTimeout = 0 };
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = sensor });
            command.Parameters.Add(MeasureSpans.Time(from));
            var stored = new StoredSamples(connection, command, await command.ExecuteReaderAsync(cancel));
            await stored.AdvanceAsync(cancel);
            return stored;
        }
        catch
        {
            if (command is not null) await command.DisposeAsync();
            await connection.DisposeAsync();
            throw;
        }
    }

    public async ValueTask AdvanceAsync(CancellationToken cancel) => Current = await _reader.ReadAsync(cancel)
        ? new ImportRow(
            0, MeasureSpans.ReadTime(_reader, 0), _reader.GetDouble(1),
            _reader.IsDBNull(2) ? null : _reader.GetFloat(2),
            _reader.IsDBNull(3) ? null : _reader.GetFloat(3),
            null)
        : null;

    public async ValueTask DisposeAsync()
    {
        // What is left of the answer is not wanted: reading it to its end could take minutes.
        if (Current is not null) _command.Cancel();
        try
        {
            await _reader.DisposeAsync();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.QueryCanceled)
        {
            // As asked for.
        }

        await _command.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
