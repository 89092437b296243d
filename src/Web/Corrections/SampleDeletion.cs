using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Corrections;

/// <summary>
/// Deletes samples for the API, all that are named or none, however many. They are kept aside and stand in the trail of
/// corrections, where the deletion can be undone. Deletions of one sensor wait for each other; samples that come in
/// meanwhile do not wait for them.
/// </summary>
/// <remarks>Each throws <see cref="NpgsqlException"/> when nothing was deleted, or it is not known whether it was: it may be asked for again.</remarks>
public sealed class SampleDeletion(NpgsqlDataSource database, SiteReader sites)
{
    // The last sample before the horizon stays: the first segment after it begins there.
    private const string AfterHorizon = "time >= (select horizon from raw_horizon)";

    private const string ById = $"id >= $3 and id < $4 and {AfterHorizon}";

    private const string ByTime = "time >= $3 and time < $4";

    // The times as an array, so that only their partitions are looked at.
    private const string AtTimes = "time = any ($3)";

    private const string TimesFromEnd = $"select time from measures where sensor_id = $1 and {AfterHorizon} order by time desc offset $2 limit $3";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <param name="from">Unix microseconds, included.</param>
    /// <param name="until">Unix microseconds, excluded.</param>
    /// <param name="who">For the trail.</param>
    /// <returns>How many were deleted.</returns>
    public Task<int> DeleteSpanAsync(int sensorId, long from, long until, string who, CancellationToken cancel) => from >= until
        ? Task.FromResult(0)
        : RetryOnceAsync((connection, kept) => DeleteSpanAsync(connection, kept, new CorrectionRequest(sensorId, CorrectionKind.Delete, from, until), who, cancel), sensorId, cancel);

    /// <returns>How many were deleted.</returns>
    public Task<int> DeleteAsync(int sensorId, IdRange range, string who, CancellationToken cancel) => RetryOnceAsync(
        (connection, kept) => range.CountsFromEnd
            ? DeleteFromEndAsync(connection, kept, sensorId, range, who, cancel)
            : DeleteWhichAsync(kept, sensorId, ById, [KeptSamples.Number(range.First), KeptSamples.Number(range.End)], who, cancel),
        sensorId, cancel);

    private async Task<int> DeleteSpanAsync(NpgsqlConnection connection, KeptSamples kept, CorrectionRequest request, string who, CancellationToken cancel)
    {
        // What retention has removed is not there to be deleted.
        var from = Math.Max(request.From, await RawHorizon.ReadAsync(connection, cancel));
        if (from >= request.Until) return 0;
        request = request with { From = from };
        var site = await sites.ReadAsync(cancel);
        var effects = new EffectReader(connection, site.Calendar);
        var bounds = await effects.ReadBoundsAsync(request, CorrectionRules.MostSamples, cancel);
        // Of a longer span the trail says no energy.
        var effect = bounds is null || bounds.Samples > CorrectionRules.MostSamples ? null : await effects.ReadAsync(request, bounds, cancel);
        var correction = await kept.AddAsync(request, effect, site, who, cancel);
        return (int)await kept.DeleteAsync(
            correction, request.SensorId, ByTime, [MeasureSpans.Time(request.From), MeasureSpans.Time(request.Until)], cancel);
    }

    private async Task<int> DeleteFromEndAsync(NpgsqlConnection connection, KeptSamples kept, int sensorId, IdRange range, string who, CancellationToken cancel)
    {
        var times = new List<long>();
        await using (var command = new NpgsqlCommand(TimesFromEnd, connection))
        {
            command.CommandTimeout = (int)Patience.TotalSeconds;
            command.Parameters.AddRange(new NpgsqlParameter[] { KeptSamples.Id(sensorId), KeptSamples.Number(-range.End), KeptSamples.Number(range.Width) });
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel)) times.Add(MeasureSpans.ReadTime(reader, 0));
        }

        return times.Count == 0 ? 0 : await DeleteWhichAsync(kept, sensorId, AtTimes, [MeasureSpans.Times([.. times])], who, cancel);
    }

    private async Task<int> DeleteWhichAsync(KeptSamples kept, int sensorId, string which, NpgsqlParameter[] parameters, string who, CancellationToken cancel)
    {
        // Its ends are known when the samples are.
        var request = new CorrectionRequest(sensorId, CorrectionKind.Delete, 0, 1);
        var correction = await kept.AddAsync(request, null, await sites.ReadAsync(cancel), who, cancel);
        var deleted = (int)await kept.DeleteAsync(correction, sensorId, which, parameters, cancel);
        if (deleted > 0) await kept.SayEndsAsync(correction, cancel);
        return deleted;
    }

    private async Task<int> RetryOnceAsync(Func<NpgsqlConnection, KeptSamples, Task<int>> delete, int sensorId, CancellationToken cancel)
    {
        try
        {
            return await InOneTransactionAsync(delete, sensorId, cancel);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected)
        {
            // Another writer replaced or re-tagged the same rows in another order, and has gone on.
            return await InOneTransactionAsync(delete, sensorId, cancel);
        }
    }

    private async Task<int> InOneTransactionAsync(Func<NpgsqlConnection, KeptSamples, Task<int>> delete, int sensorId, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var kept = new KeptSamples(connection);
        await kept.LockAsync(sensorId, cancel);
        var deleted = await delete(connection, kept);
        // What found nothing leaves no trail.
        if (deleted > 0) await transaction.CommitAsync(cancel);
        return deleted;
    }
}
