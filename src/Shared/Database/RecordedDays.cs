using NodaTime;
using Npgsql;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Shared.Database;

/// <summary>
/// The days on which something was recorded. A clock that was years ahead for some hours has left samples that are as new: by
/// them alone everything else would be old. For each month that samples are kept, something must have been recorded on
/// <see cref="PerMonth"/> days since.
/// </summary>
public sealed class RecordedDays
{
    /// <summary>The shortest month has as many.</summary>
    public const int PerMonth = 28;

    // Newest: no later than the clock.
    private const string Sql = """
        select array(select day from generate_series($1::timestamptz, least(now(), last.time), interval '24 hours') as day
                     where exists (select from sensors cross join lateral
                                     (select from measures where sensor_id = sensors.id and time >= day and time < day + interval '24 hours' limit 1) as sample)
                     order by day),
               least(now(), last.time)
        from (select max(newest.time) as time from sensors cross join lateral
                (select time from measures where sensor_id = sensors.id order by time desc limit 1) as newest) as last
        """;

    private readonly long[] _days;

    private RecordedDays(long[] days, long newest) => (_days, Newest) = (days, newest);

    /// <summary>The newest sample's time, or now if that is earlier; unix microseconds.</summary>
    public long Newest { get; }

    /// <param name="from">The beginning of a month in UTC; unix microseconds.</param>
    public static async Task<RecordedDays> ReadAsync(NpgsqlConnection connection, long from, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(Sql, connection) { CommandTimeout = 600, Parameters = { MeasureSpans.Time(from) } };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return await reader.IsDBNullAsync(1, cancel)
            ? new RecordedDays([], from)
            : new RecordedDays([.. reader.GetFieldValue<DateTime[]>(0).Select(day => Instant.FromDateTimeUtc(day).ToUnixMicroseconds())], MeasureSpans.ReadTime(reader, 1));
    }

    /// <param name="from">The beginning of a day in UTC; unix microseconds.</param>
    public int CountSince(long from) => _days.Count(day => day >= from);
}
