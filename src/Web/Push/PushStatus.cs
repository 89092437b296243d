using Npgsql;
using NpgsqlTypes;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Web.Push;

/// <summary>
/// Notes in <c>sensor_status</c> what was pushed to a sensor, as the Receiver does for those it drives. Whether the
/// sensor is live or silent follows from the time of its newest sample: see the view <c>sensors_now</c>.
/// </summary>
public sealed class PushStatus(NpgsqlDataSource database)
{
    // Only a sensor that comes to life is news: a page that is told reads everything again.
    private const string NotifyIfNews = """
        select pg_notify('status', $1::text)
        where $2 + make_interval(secs => $3) > now()
          and not exists (select from sensor_status where sensor_id = $1 and last_seen + make_interval(secs => $3) > now())
        """;

    // A sender's clock that is ahead must not make the sensor live for longer than it is.
    private const string Accepted = """
        insert into sensor_status as old
          (sensor_id, state, since, last_seen, last_watts, volts, battery, samples, rejected, error, error_said, updated_at)
        values ($1, 'running', now(), least($2, now()), $4, $5, $6, $7, $8, $9, $10, now())
        on conflict (sensor_id) do update set
          state = excluded.state,
          since = case when old.last_seen + make_interval(secs => $3) > now() then old.since else now() end,
          last_seen = greatest(old.last_seen, excluded.last_seen),
          last_watts = case when old.last_seen > excluded.last_seen then old.last_watts else excluded.last_watts end,
          volts = case when old.last_seen > excluded.last_seen then old.volts else excluded.volts end,
          battery = case when old.last_seen > excluded.last_seen then old.battery else excluded.battery end,
          samples = old.samples + excluded.samples,
          rejected = old.rejected + excluded.rejected,
          error = excluded.error,
          error_said = excluded.error_said,
          updated_at = excluded.updated_at
        """;

    private const string Refused = """
        insert into sensor_status as old (sensor_id, state, since, rejected, error, error_said, updated_at)
        values ($1, 'starting', now(), $2, $3, $4, now())
        on conflict (sensor_id) do update set
          rejected = old.rejected + excluded.rejected, error = excluded.error, error_said = excluded.error_said, updated_at = excluded.updated_at
        """;

    // While a sensor is being set up its page says what is wrong; later only silence is news.
    private const string NotifyIfNothingCameYet =
        "select pg_notify('status', $1::text) where exists (select from sensor_status where sensor_id = $1 and last_seen is null)";

    /// <summary>As in the view.</summary>
    private const double LeastPatienceSeconds = 15;

    /// <param name="newest">The newest of the samples.</param>
    /// <param name="rejected">What came along and was not taken; null for nothing.</param>
    public void AddAccepted(NpgsqlBatch batch, PushTarget target, Sample newest, int samples, IReadOnlyList<RejectedRow>? rejected)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(target);
        var last = rejected is [.., var row] ? row : null;
        batch.BatchCommands.Add(new NpgsqlBatchCommand(NotifyIfNews) { Parameters = { Id(target), Time(newest), Patience(target) } });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Accepted)
        {
            Parameters =
            {
                Id(target), Time(newest), Patience(target),
                new NpgsqlParameter<double> { TypedValue = newest.Watts },
                new() { Value = (object?)newest.Volts ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Real },
                new() { Value = (object?)newest.Battery ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Real },
                new NpgsqlParameter<long> { TypedValue = samples },
                new NpgsqlParameter<long> { TypedValue = rejected?.Count ?? 0 },
                new() { Value = (object?)last?.Reason ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = (object?)last?.Said?.ToJson() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Jsonb },
            },
        });
    }

    /// <summary>A whole call was refused.</summary>
    /// <param name="rows">How many rows it had; 1 when they could not be counted.</param>
    public async Task NoteRefusalAsync(PushTarget target, int rows, Sentence reason, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(reason);
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Refused)
        {
            Parameters =
            {
                Id(target), new NpgsqlParameter<long> { TypedValue = rows }, new NpgsqlParameter<string> { TypedValue = reason.ToString() },
                new() { Value = reason.ToJson(), NpgsqlDbType = NpgsqlDbType.Jsonb },
            },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(NotifyIfNothingCameYet) { Parameters = { Id(target) } });
        await batch.ExecuteNonQueryAsync(cancel);
    }

    private static NpgsqlParameter<int> Id(PushTarget target) => new() { TypedValue = target.Id };

    private static NpgsqlParameter Time(Sample sample) => MeasureSpans.Time(sample.Time.ToUnixMicroseconds());

    private static NpgsqlParameter<double> Patience(PushTarget target) => new() { TypedValue = Math.Max(LeastPatienceSeconds, 3 * target.PeriodSeconds) };
}
