using Npgsql;
using NpgsqlTypes;

namespace PowerMeter.Processor.W3bstream.Delivery;

/// <summary>
/// Writes a <see cref="LedgerPage"/> in one transaction. What was delivered goes and is counted, what was refused is so once:
/// a page whose commit was lost on the way can be written again. Only attempts that came to nothing then count twice.
/// </summary>
internal sealed class LedgerTable(NpgsqlDataSource database)
{
    // A crash of the server may forget the last acknowledgements: those messages are sent again, which at least once allows.
    private const string NoWaitSql = "set local synchronous_commit = off";

    private const string RefusedSql = """
        with refused as (
          update w3bstream_outbox o set state = 'failed', attempts = o.attempts + 1, answer_status = r.status, answer = r.answer, answered_at = r.at
          from unnest($1, $2, $3, $4) r (id, status, answer, at) where o.id = r.id and o.state = 'waiting'
          returning 1)
        update w3bstream_status set failed = failed + (select count(*) from refused)
        """;

    private const string FailuresSql = """
        update w3bstream_outbox o set attempts = o.attempts + r.attempts, answer_status = r.status, answer = r.answer, answered_at = r.at
        from (
          select distinct on (id) id, count(*) over (partition by id) as attempts, status, answer, at
          from unnest($1, $2, $3, $4) f (id, status, answer, at) order by id, at desc) r
        where o.id = r.id
        """;

    private const string StatusSql = """
        with gone as (delete from w3bstream_outbox where id = any ($1) returning window_end),
        said as (
          select case when others then fault else $3 end as fault, case when others then fault_said else $13::jsonb end as fault_said
          from (select fault, fault_said, fault is not null and coalesce(fault_said ->> 0, '') <> all ($2) as others from w3bstream_status) as status)
        update w3bstream_status s set
          sent = s.sent + (select count(*) from gone),
          last_sent_window = greatest(s.last_sent_window, (select max(window_end) from gone)),
          last_sent_at = coalesce($4, s.last_sent_at),
          fault = said.fault,
          fault_said = said.fault_said,
          fault_at = case when said.fault is not distinct from s.fault then s.fault_at when said.fault is null then null else clock_timestamp() end,
          retry_at = $5,
          last_answer_status = case when $6 is null then s.last_answer_status else $7 end,
          last_answer = coalesce($6, s.last_answer),
          last_answer_at = coalesce($8, s.last_answer_at),
          unmatched = coalesce($9, s.unmatched),
          task_id = coalesce($10, s.task_id),
          task_state = coalesce($11, s.task_state),
          task_state_at = coalesce($12, s.task_state_at)
        from said
        """;

    public async Task WriteAsync(LedgerPage page, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(NoWaitSql));
        if (page.Failures.Count > 0) batch.BatchCommands.Add(Outcomes(FailuresSql, page.Failures));
        if (page.Refused.Any()) batch.BatchCommands.Add(Outcomes(RefusedSql, [.. page.Refused]));
        batch.BatchCommands.Add(Status(page));
        await batch.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    private static NpgsqlBatchCommand Outcomes(string sql, IReadOnlyList<Outcome> outcomes) => new(sql)
    {
        Parameters =
        {
            new NpgsqlParameter<long[]> { TypedValue = [.. outcomes.Select(outcome => outcome.Row.Id)] },
            new NpgsqlParameter<int?[]> { TypedValue = [.. outcomes.Select(outcome => outcome.Answer.Status)] },
            new NpgsqlParameter<string[]> { TypedValue = [.. outcomes.Select(outcome => outcome.Answer.Text)] },
            new NpgsqlParameter<DateTime[]> { TypedValue = [.. outcomes.Select(outcome => outcome.At.UtcDateTime)] },
        },
    };

    private static NpgsqlBatchCommand Status(LedgerPage page)
    {
        var news = page.News;
        return new NpgsqlBatchCommand(StatusSql)
        {
            Parameters =
            {
                new NpgsqlParameter<long[]> { TypedValue = [.. page.Accepted.Select(outcome => outcome.Row.Id)] },
                new NpgsqlParameter<string[]> { TypedValue = FaultText.Keys },
                Text(news.Fault?.ToString()),
                Time(news.LastSentAt),
                Time(news.RetryAt),
                Text(news.LastAnswer?.Answer.Text),
                new NpgsqlParameter<int?> { TypedValue = news.LastAnswer?.Answer.Status, NpgsqlDbType = NpgsqlDbType.Integer },
                Time(news.LastAnswer?.At),
                new NpgsqlParameter<bool?> { TypedValue = news.Unmatched, NpgsqlDbType = NpgsqlDbType.Boolean },
                Text(news.TaskId),
                Text(news.TaskState),
                Time(news.TaskStateAt),
                Text(news.Fault?.ToJson()),
            },
        };
    }

    private static NpgsqlParameter<string?> Text(string? text) => new() { TypedValue = text, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter<DateTime?> Time(DateTimeOffset? time) => new() { TypedValue = time?.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz };
}
