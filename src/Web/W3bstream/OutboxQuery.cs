using System.Text;
using Npgsql;
using PowerMeter.Shared.Database;

namespace PowerMeter.Web.W3bstream;

/// <summary>Looks into the outbox: the newest windows first.</summary>
public sealed class OutboxQuery(NpgsqlDataSource database)
{
    public const string Waiting = "waiting";
    public const string Failed = "failed";

    private const string Head = """
        select id, stream, window_start, window_end, watts, covered_s, profile, state, attempts, answer_status, answer, answered_at, body
        from w3bstream_outbox where (window_end, id) < ($1, $2)
        """;

    private const string Tail = " order by window_end desc, id desc limit $3";

    // Each with the state as it stands in its index.
    private const string All = Head + Tail;
    private const string OnlyWaiting = Head + " and state = 'waiting'" + Tail;
    private const string OnlyFailed = Head + " and state = 'failed'" + Tail;

    /// <param name="state"><see cref="Waiting"/>, <see cref="Failed"/>, or null for both.</param>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public async Task<IReadOnlyList<OutboxReading>> ListAsync(string? state, OutboxCursor before, int limit, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(state switch { Waiting => OnlyWaiting, Failed => OnlyFailed, _ => All });
        command.Parameters.Add(MeasureSpans.Time(before.WindowEnd));
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = before.Id });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var readings = new List<OutboxReading>();
        while (await reader.ReadAsync(cancel)) readings.Add(Read(reader));
        return readings;
    }

    private static OutboxReading Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(0), reader.GetString(1), MeasureSpans.ReadInstant(reader, 2), MeasureSpans.ReadInstant(reader, 3), reader.GetDouble(4), reader.GetDouble(5), reader.GetString(6),
        reader.GetString(7), reader.GetInt32(8), reader.IsDBNull(9) ? null : reader.GetInt32(9), reader.IsDBNull(10) ? null : reader.GetString(10),
        reader.IsDBNull(11) ? null : MeasureSpans.ReadInstant(reader, 11), Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(12)));
}
