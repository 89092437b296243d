using System.Data;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Language;
using PowerMeter.Web.Backup.Secrets;

namespace PowerMeter.Web.Backup.Format;

/// <summary>
/// The database as it is at one instant: everything is read in one transaction (repeatable read, read only), so that the file
/// is of one piece however much the Receiver writes meanwhile. Writers are never kept waiting.
/// </summary>
internal sealed class BackupSnapshot : IAsyncDisposable
{
    // Text has to look the same whatever the role or the server prefers; and whoever went away holds no connection while another one locks a table.
    private const string Settings = """
        set transaction read only;
        set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'iso_8601'; set local bytea_output = 'hex';
        set local extra_float_digits = 1; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0;
        set local client_connection_check_interval = '5s'
        """;

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private BackupSnapshot(NpgsqlConnection connection, NpgsqlTransaction transaction) => (_connection, _transaction) = (connection, transaction);

    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public static async Task<BackupSnapshot> TakeAsync(NpgsqlDataSource database, CancellationToken cancel)
    {
        var connection = await database.OpenConnectionAsync(cancel);
        try
        {
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
            await connection.RunAsync(Settings, cancel);
            return new BackupSnapshot(connection, transaction);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>By which migrations the schema was made; none in an empty database.</summary>
    /// <exception cref="BackupException">The schema is newer than this program.</exception>
    public async Task<IReadOnlyList<BackupMigration>> ReadMigrationsAsync(CancellationToken cancel)
    {
        if (!await HasTableAsync("schema_version", cancel)) return [];
        var migrations = await ReadAsync(
            "select version, name, sha256 from schema_version order by version", row => new BackupMigration(row.GetInt32(0), row.GetString(1), row.GetString(2)), cancel);
        return migrations.Count > 0 && migrations[^1].Version > Migrator.LatestVersion
            ? throw new BackupException(new Sentence("Backup_DatabaseNewer", migrations[^1].Version, Migrator.LatestVersion))
            : migrations;
    }

    /// <summary>The columns of each table of ours that there is, without those that PostgreSQL computes.</summary>
    public async Task<IReadOnlyDictionary<string, List<string>>> ReadColumnsAsync(CancellationToken cancel)
    {
        var columns = await ReadAsync(SchemaColumns.Sql, row => (Table: row.GetString(0), Column: row.GetString(1)), cancel);
        return columns.GroupBy(column => column.Table).ToDictionary(table => table.Key, table => table.Select(column => column.Column).ToList());
    }

    /// <returns>The first days of the months (UTC) that may have samples, ascending.</returns>
    public async Task<IReadOnlyList<DateOnly>> ReadMonthsAsync(string table, CancellationToken cancel)
    {
        // The partitions are held, so that none is removed before it is read.
        await _connection.RunAsync($"lock table {BackupTable.Quote(table)} in access share mode", cancel);
        var names = await ReadAsync(
            "select relname from pg_inherits join pg_class on pg_class.oid = inhrelid where inhparent = $1::regclass order by 1", row => row.GetString(0), cancel, table);
        return [.. names.Select(name => DateOnly.ParseExact(name[(table.Length + 1)..], "yyyy_MM", System.Globalization.CultureInfo.InvariantCulture))];
    }

    /// <summary>The last number of each sequence that belongs to a column.</summary>
    public async Task<IReadOnlyDictionary<string, long>> ReadSequencesAsync(CancellationToken cancel)
    {
        var numbers = await ReadAsync(
            "select sequencename::text, last_value from pg_sequences where schemaname = 'public' and last_value is not null order by 1", row => (Name: row.GetString(0), Number: row.GetInt64(1)), cancel);
        return numbers.ToDictionary(sequence => sequence.Name, sequence => sequence.Number);
    }

    public async Task<IReadOnlyDictionary<string, string>> ReadSettingsAsync(CancellationToken cancel)
    {
        var settings = await ReadAsync("select key, value from settings", row => (Key: row.GetString(0), Value: row.GetString(1)), cancel);
        return settings.ToDictionary(setting => setting.Key, setting => setting.Value);
    }

    public async Task<DateTimeOffset> ReadTimeAsync(CancellationToken cancel) =>
        (await ReadAsync("select now()", row => row.GetFieldValue<DateTimeOffset>(0), cancel))[0];

    public async Task<Guid?> ReadEpochAsync(CancellationToken cancel) =>
        await HasTableAsync("database_epoch", cancel) ? (await ReadAsync("select epoch from database_epoch", row => row.GetGuid(0), cancel))[0] : null;

    /// <summary>What the rows of the file are without: for the manifest by its name, for the secrets by its value.</summary>
    public async Task<(IReadOnlyList<LeftOutSecret> Names, IReadOnlyList<SensorSecret> Sensors, string? W3bstreamToken)> ReadProtectedAsync(CancellationToken cancel)
    {
        var sensors = await ReadAsync(
            "select id, name, key, value #>> '{}' from sensors, jsonb_each(settings) where value #>> '{}' like 'protected:%' order by id, key",
            row => (Id: row.GetInt32(0), Name: row.GetString(1), Key: row.GetString(2), Value: row.GetString(3)), cancel);
        var token = await HasTableAsync("w3bstream_settings", cancel)
            ? (await ReadAsync("select token from w3bstream_settings where token like 'protected:%'", row => row.GetString(0), cancel)).FirstOrDefault()
            : null;
        var names = sensors.Select(sensor => new LeftOutSecret(sensor.Name, sensor.Key)).ToList();
        if (token is not null) names.Add(new LeftOutSecret(null, "token"));
        return (names, [.. sensors.Select(sensor => new SensorSecret(sensor.Id, sensor.Key, sensor.Value))], token);
    }

    /// <returns>The keys of the database, as they lie there.</returns>
    public async Task<IReadOnlyList<(string Name, string Xml)>> ReadKeysAsync(CancellationToken cancel) => await HasTableAsync("data_protection_keys", cancel)
        ? await ReadAsync("select name, xml from data_protection_keys where name like 'key-%' order by id", row => (row.GetString(0), row.GetString(1)), cancel)
        : [];

    /// <summary>The rows of a table in COPY's text format.</summary>
    /// <param name="month">Only those of this month (UTC); null for all.</param>
    public async Task<NpgsqlCopyTextReader> ExportAsync(BackupTable table, IReadOnlyList<string> columns, DateOnly? month, CancellationToken cancel)
    {
        // COPY takes no parameters; the dates are numbers of ours, the names the catalogue's.
        var span = month is { } first ? string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $" where time >= '{first:yyyy-MM-dd} 00:00:00+00' and time < '{first.AddMonths(1):yyyy-MM-dd} 00:00:00+00'") : "";
        var expressions = columns.Select(column => table.Expression(column));
        return await _connection.BeginTextExportAsync($"copy (select {string.Join(", ", expressions)} from {BackupTable.Quote(table.Name)}{span}) to stdout", cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task<bool> HasTableAsync(string name, CancellationToken cancel) =>
        (await ReadAsync("select to_regclass('public.' || quote_ident($1)) is not null", row => row.GetBoolean(0), cancel, name))[0];

    private async Task<List<T>> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancel, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, _connection) { CommandTimeout = 0 };
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancel)) rows.Add(read(reader));
        return rows;
    }
}
