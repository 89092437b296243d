using Npgsql;
using PowerMeter.Shared.Database;

namespace PowerMeter.Web.Import.Load;

/// <summary>Waits until the Processor has computed the energy of a span.</summary>
internal sealed class RollupWait(NpgsqlDataSource database, TimeProvider time)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    private const string Sql = """
        select coalesce(sum(extract(epoch from least(to_time, $3) - greatest(from_time, $2))), 0)::double precision, count(*),
               exists (select from process_heartbeats where process = 'processor' and beat_at > now() - interval '5 seconds')
        from pending_energy where sensor_id = $1 and from_time <= $3 and to_time >= $2
        """;

    /// <param name="from">Unix microseconds, as <paramref name="until"/>.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <returns>False: no Processor runs, and the energy waits for one.</returns>
    public async Task<bool> RunAsync(int sensor, long from, long until, Action<double> progress, CancellationToken cancel)
    {
        var whole = Math.Max(1, (until - from) / 1e6);
        while (true)
        {
            await using var command = database.CreateCommand(Sql);
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = sensor });
            command.Parameters.Add(MeasureSpans.Time(from));
            command.Parameters.Add(MeasureSpans.Time(until));
            await using (var reader = await command.ExecuteReaderAsync(cancel))
            {
                await reader.ReadAsync(cancel);
                if (reader.GetInt64(1) == 0) return true;
                if (!reader.GetBoolean(2)) return false;
                progress(1 - reader.GetDouble(0) / whole);
            }

            await Task.Delay(Period, time, cancel);
        }
    }
}
