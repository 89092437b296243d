using System.Data;
using Npgsql;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Web.Import.Load;

/// <summary>Rows that did not ascend in time, sorted by the database in a temporary table, on disk if there are many.</summary>
internal sealed class SortedRows : IRowReader
{
    private const string CreateTable = """
        create temporary table imported_rows (
          line bigint not null, time timestamptz not null, value double precision not null, volts real, battery real, night boolean
        ) on commit drop
        """;

    private const string Copy = "copy imported_rows (line, time, value, volts, battery, night) from stdin (format binary)";

    private const string Read = "select line, time, value, volts, battery, night from imported_rows order by time, line";

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private NpgsqlCommand? _command;
    private NpgsqlDataReader? _reader;

    private SortedRows(NpgsqlConnection connection, NpgsqlTransaction transaction) => (_connection, _transaction) = (connection, transaction);

    public SeriesKind Kind { get; private set; }

    /// <param name="rows">Read to their end.</param>
    /// <param name="copied">Told the rows so far.</param>
    public static async Task<SortedRows> SortAsync(NpgsqlDataSource database, IRowReader rows, Action<long> copied, CancellationToken cancel)
    {
        var connection = await database.OpenConnectionAsync(cancel);
        try
        {
            var transaction = await connection.BeginTransactionAsync(cancel);
            var sorted = new SortedRows(connection, transaction);
            await using (var create = new NpgsqlCommand(CreateTable, connection, transaction)) await create.ExecuteNonQueryAsync(cancel);
            await CopyAsync(connection, rows, copied, cancel);
            // The rows tell it.
            sorted.Kind = rows.Kind;
            sorted._command = new NpgsqlCommand(Read, connection, transaction) { CommandTimeout = 0 };
            sorted._reader = await sorted._command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancel);
            return sorted;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async ValueTask<int> ReadAsync(ImportRow[] into, CancellationToken cancel)
    {
        var count = 0;
        while (count < into.Length && await _reader!.ReadAsync(cancel))
            into[count++] = new ImportRow(
                _reader.GetInt64(0), UnixMicroseconds.FromPostgres(_reader.GetFieldValue<long>(1)), _reader.GetDouble(2),
                _reader.IsDBNull(3) ? null : _reader.GetFloat(3),
                _reader.IsDBNull(4) ? null : _reader.GetFloat(4),
                _reader.IsDBNull(5) ? null : _reader.GetBoolean(5));
        return count;
    }

    public async ValueTask DisposeAsync()
    {
        if (_reader is not null) await _reader.DisposeAsync();
        if (_command is not null) await _command.DisposeAsync();
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private static async Task CopyAsync(NpgsqlConnection connection, IRowReader rows, Action<long> copied, CancellationToken cancel)
    {
        await using var copy = await CopyRows.BeginAsync(connection, Copy, cancel);
        var buffer = new ImportRow[4096];
        var total = 0L;
        while (await rows.ReadAsync(buffer, cancel) is > 0 and var count)
        {
            for (var i = 0; i < count; i++)
            {
                var row = buffer[i];
                if (!copy.HasRoom) await copy.FlushAsync(cancel);
                copy.BeginRow(6);
                copy.Write(row.Line);
                copy.Write(UnixMicroseconds.ToPostgres(row.Time));
                copy.Write(row.Value);
                copy.Write(row.Volts);
                copy.Write(row.Battery);
                copy.Write(row.Night);
            }

            copied(total += count);
        }

        await copy.CompleteAsync(cancel);
    }
}
