using NodaTime;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Language;

namespace PowerMeter.Shared.W3bstream;

/// <summary>Reads the <see cref="W3bstreamStatus"/>. Read it again when <see cref="Channels.W3bstream"/> speaks.</summary>
public sealed class W3bstreamStatusReader(NpgsqlDataSource database)
{
    // What waits for another kind of network is not held up, however long it lies there.
    private const string Sql = """
        select curve, public_key, ethereum_address, iotex_address, fault, fault_at, sent, failed, dropped, last_sent_window, last_sent_at,
               last_answer_status, last_answer, last_answer_at, retry_at, unmatched, task_id, task_state,
               (select count(*) from w3bstream_outbox o where state = 'waiting' and o.profile = s.profile),
               (select count(*) from w3bstream_outbox where state = 'failed'),
               (select min(window_end) from w3bstream_outbox o where state = 'waiting' and o.profile = s.profile),
               (select count(*) from w3bstream_outbox o where state = 'waiting' and o.profile <> s.profile),
               fault_said::text
        from w3bstream_status, w3bstream_settings s
        """;

    public async Task<W3bstreamStatus> ReadAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand(Sql);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return new W3bstreamStatus
        {
            Curve = TextAt(reader, 0),
            PublicKey = TextAt(reader, 1),
            EthereumAddress = TextAt(reader, 2),
            IotexAddress = TextAt(reader, 3),
            Fault = TextAt(reader, 4),
            FaultSaid = Sentence.Read(TextAt(reader, 22)),
            FaultAt = TimeAt(reader, 5),
            Sent = reader.GetInt64(6),
            Failed = reader.GetInt64(7),
            Dropped = reader.GetInt64(8),
            LastSentWindow = TimeAt(reader, 9),
            LastSentAt = TimeAt(reader, 10),
            LastAnswerStatus = reader.IsDBNull(11) ? null : reader.GetInt32(11),
            LastAnswer = TextAt(reader, 12),
            LastAnswerAt = TimeAt(reader, 13),
            RetryAt = TimeAt(reader, 14),
            Unmatched = reader.GetBoolean(15),
            TaskId = TextAt(reader, 16),
            TaskState = TextAt(reader, 17),
            Waiting = reader.GetInt64(18),
            FailedNow = reader.GetInt64(19),
            OldestWaiting = TimeAt(reader, 20),
            WaitingForOther = reader.GetInt64(21),
        };
    }

    private static string? TextAt(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static Instant? TimeAt(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : MeasureSpans.ReadInstant(reader, column);
}
