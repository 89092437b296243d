using Npgsql;
using PowerMeter.Shared.Database;

namespace PowerMeter.Web.Import.Load;

/// <summary>Waits until the Processor has computed the energy of a span; over a server that is lost while another takes its place, too.</summary>
internal sealed class RollupWait(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>For so long a server that is lost is waited for.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    /// <summary>So long after an outage a Processor that runs has said so.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(15);

    private const string Sql = """
        select coalesce(sum(extract(epoch from least(to_time, $3) - greatest(from_time, $2))), 0)::double precision, count(*),
               exists (select from process_heartbeats where process = 'processor' and beat_at > now() - interval '5 seconds')
        from pending_energy where sensor_id = $1 and from_time <= $3 and to_time >= $2
        """;

    private long? _lost;
    private long? _back;

    /// <param name="from">Unix microseconds, as <paramref name="until"/>.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <returns>False: no Processor runs, and the energy waits for one.</returns>
    /// <exception cref="NpgsqlException">The database is away, and stays so.</exception>
    public async Task<bool> RunAsync(int sensor, long from, long until, Action<double> progress, CancellationToken cancel)
    {
        var whole = Math.Max(1, (until - from) / 1e6);
        while (true)
        {
            if (await TryLookAsync(sensor, from, until, cancel) is var (seconds, spans, processorRuns))
            {
                if (spans == 0) return true;
                if (!processorRuns && !(_back is { } back && time.GetElapsedTime(back) < Settled)) return false;
                progress(1 - seconds / whole);
            }

            await Task.Delay(Period, time, cancel);
        }
    }

    private async Task<(double Seconds, long Spans, bool ProcessorRuns)?> TryLookAsync(int sensor, long from, long until, CancellationToken cancel)
    {
        try
        {
            await using var command = database.CreateCommand(Sql);
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = sensor });
            command.Parameters.Add(MeasureSpans.Time(from));
            command.Parameters.Add(MeasureSpans.Time(until));
            await using var reader = await command.ExecuteReaderAsync(cancel);
            await reader.ReadAsync(cancel);
            if (_lost is not null) (_lost, _back) = (null, time.GetTimestamp());
            return (reader.GetDouble(0), reader.GetInt64(1), reader.GetBoolean(2));
        }
        catch (NpgsqlException e) when (ServerLoss.Is(e) && time.GetElapsedTime(_lost ??= time.GetTimestamp()) < Patience)
        {
            return null;
        }
    }
}
