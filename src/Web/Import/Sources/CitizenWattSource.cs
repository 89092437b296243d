using System.Globalization;
using Npgsql;
using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Import.Sources;

/// <summary>
/// The measures of one sensor straight from a CitizenWatt database: its server sorts them and sends them as CSV, so that
/// neither side holds them in memory. What is measured there meanwhile is left for the next import.
/// </summary>
internal sealed class CitizenWattSource : IImportSource
{
    private readonly NpgsqlDataSource _database;
    private readonly int _sensor;
    private readonly long _lastId;
    private readonly long _rows;

    private CitizenWattSource(NpgsqlDataSource database, int sensor, long lastId, long rows) => (_database, _sensor, _lastId, _rows) = (database, sensor, lastId, rows);

    /// <param name="sensor">Its id there; null: the only one.</param>
    /// <exception cref="ImportException">The database cannot be reached, or has no such sensor.</exception>
    public static async Task<CitizenWattSource> ConnectAsync(CitizenWattAddress address, string? password, int? sensor, CancellationToken cancel)
    {
        var database = address.Connect(password);
        try
        {
            var id = sensor ?? await OnlySensorAsync(database, cancel);
            await using var command = database.CreateCommand("select coalesce(max(id), 0)::bigint, count(*) from measures where sensor_id = $1");
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = id });
            await using var reader = await command.ExecuteReaderAsync(cancel);
            await reader.ReadAsync(cancel);
            var (last, rows) = (reader.GetInt64(0), reader.GetInt64(1));
            if (rows == 0) throw new ImportException(new Sentence("Import_SourceNoSensor", address.ToString(), id));
            return new CitizenWattSource(database, id, last, rows);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or TimeoutException or ImportException)
        {
            await database.DisposeAsync();
            if (e is ImportException) throw;
            throw new ImportException(new Sentence("Import_SourceAway", address.ToString(), e.Message), e);
        }
    }

    public async Task<ImportInput> OpenAsync(CancellationToken cancel)
    {
        // COPY takes no parameters; these are numbers of ours.
        var sql = string.Create(CultureInfo.InvariantCulture, $"""
            copy (select timestamp, value, night_rate from measures where sensor_id = {_sensor} and id <= {_lastId} order by timestamp, id)
            to stdout (format csv, header)
            """);
        var connection = await _database.OpenConnectionAsync(cancel);
        try
        {
            var text = (StreamReader)await connection.BeginTextExportAsync(sql, cancel);
            return new ImportInput(text.BaseStream, rows => _rows == 0 ? 1 : (double)rows / _rows, connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private static async Task<int> OnlySensorAsync(NpgsqlDataSource database, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select id, name from sensors order by id limit 20");
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var found = new List<(int Id, string Name)>();
        while (await reader.ReadAsync(cancel)) found.Add((reader.GetInt32(0), reader.GetString(1)));
        return found is [var only]
            ? only.Id
            : throw new ImportException(found.Count == 0 ? new Sentence("Import_SourceEmpty") : new Sentence("Import_SourceSensors", string.Join(", ", found.Select(sensor => $"{sensor.Id} ({sensor.Name})"))));
    }
}
