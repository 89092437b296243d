using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;
using PowerMeter.Web.Forms;
using PowerMeter.Web.Import.Load;
using PowerMeter.Web.Server;
using static PowerMeter.Web.Corrections.CorrectionFields;

namespace PowerMeter.Web.Corrections;

/// <summary>
/// Corrects or deletes the samples of a span and takes it back, each in one transaction: killed at any instant nothing
/// happened. The samples are kept as they were; the roll-ups follow by the table's own trigger. Readings that W3bstream
/// has been sent, or that wait for it, are not made again.
/// </summary>
/// <remarks>
/// Each throws <see cref="FieldFaultException"/> when what was asked cannot be, <see cref="ReadOnlyException"/> on a
/// read-only site, <see cref="UnknownOutcomeException"/> when the database was lost while it stored the change, and
/// <see cref="NpgsqlException"/> when it does not answer: nothing was done then.
/// </remarks>
public sealed class SampleCorrections(NpgsqlDataSource database, EnergyQuery energy, SiteCache sites, SiteReader reader, ReadOnlyMode readOnly, TimeProvider time)
{
    /// <summary>Runs when all is done but the commit: for tests that look at this moment.</summary>
    internal Func<Task> Committing { get; init; } = () => Task.CompletedTask;

    /// <summary>What it would do: the samples, energy and money before and after, by day. Writes nothing.</summary>
    public async Task<CorrectionPreview> PreviewAsync(CorrectionRequest request, CancellationToken cancel)
    {
        Refuse(CorrectionRules.Check(request, time.GetCurrentInstant()));
        var site = sites.Current;
        await RefuseRemovedAsync(request, cancel);
        CorrectionEffect effect;
        await using (var connection = await database.OpenConnectionAsync(cancel))
        await using (var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancel))
            effect = await ReckonAsync(connection, site, request, cancel);
        return new CorrectionPreview(request, effect, await WholeDaysAsync(request.SensorId, effect.Days, site, cancel), site.Currency);
    }

    /// <param name="expected">How many samples the preview told; null when nobody looked.</param>
    /// <param name="who">For the trail.</param>
    /// <returns>The correction's id.</returns>
    public async Task<long> ApplyAsync(CorrectionRequest request, long? expected, string who, CancellationToken cancel)
    {
        readOnly.Check();
        Refuse(CorrectionRules.Check(request, time.GetCurrentInstant()));
        await RefuseRemovedAsync(request, cancel);
        return await RetryOnceAsync(() => ApplyOnceAsync(request, expected, who, cancel));
    }

    /// <summary>
    /// Puts the samples back as they were. One that was written anew since stays as it is; so does one that came to the
    /// time of a deleted one.
    /// </summary>
    /// <returns>How many samples are as they were.</returns>
    public Task<long> UndoAsync(int sensorId, long correction, string who, CancellationToken cancel)
    {
        readOnly.Check();
        return RetryOnceAsync(() => UndoOnceAsync(sensorId, correction, who, cancel));
    }

    private async Task<long> ApplyOnceAsync(CorrectionRequest request, long? expected, string who, CancellationToken cancel)
    {
        if (request.Kind == CorrectionKind.Shift) await EnsureMonthsAsync(request.From + request.Offset, request.Until + request.Offset, cancel);
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var kept = new KeptSamples(connection);
        await kept.LockAsync(request.SensorId, cancel);
        var site = await reader.ReadAsync(cancel);
        var effect = await ReckonAsync(connection, site, request, cancel);
        if (expected is { } seen && seen != effect.Samples) Refuse(new FieldFault(Preview, "Tables_Bad_Changed", seen, effect.Samples));
        var id = await kept.AddAsync(request, effect, site, who, cancel);
        await kept.DeleteAsync(id, request.SensorId, "time >= $3 and time < $4", [MeasureSpans.Time(request.From), MeasureSpans.Time(request.Until)], cancel);
        if (request.Kind != CorrectionKind.Delete)
        {
            await kept.InsertChangedAsync(id, request, cancel);
            var (first, last) = (request.From + request.Offset, request.Until + request.Offset - 1);
            if (request.Kind == CorrectionKind.Shift) await new SampleTagging(kept, site.Calendar).RunAsync(request.SensorId, first, last, cancel);
            await new TariffCatchUp(connection, transaction, reader).RunAsync(request.SensorId, site, first, last, cancel);
        }

        await Committing();
        await transaction.CommitOrSayAsync();
        return id;
    }

    private async Task<long> UndoOnceAsync(int sensorId, long correction, string who, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var kept = new KeptSamples(connection);
        await kept.LockAsync(sensorId, cancel);
        var entry = await FindAsync(connection, sensorId, correction, cancel) ?? throw Fault(new FieldFault(Undo, "Tables_Bad_NoCorrection", correction));
        if (entry.UndoneAt is not null) Refuse(new FieldFault(Undo, "Tables_Bad_UndoneAlready", correction));
        var later = await LaterAsync(connection, entry, cancel);
        if (later.Count > 0) Refuse(new FieldFault(Undo, "Tables_Bad_Later", string.Join(", ", later)));

        var (from, until) = (entry.Request.From, entry.Request.Until);
        if (await RawHorizon.ReadAsync(connection, cancel) is var horizon && entry.Request.TouchedFrom < horizon)
            Refuse(new FieldFault(Undo, "Retention_Bad_Undo", RawHorizon.Text(UnixMicroseconds.ToInstant(horizon))));
        await EnsureMonthsAsync(from, until, cancel);
        var site = await reader.ReadAsync(cancel);
        var restored = await kept.RestoreAsync(entry, cancel);
        // The contracts have changed since: what was kept bears tariffs that hold no more.
        if (entry.TariffVersion != site.TariffVersion) await new SampleTagging(kept, site.Calendar).RunAsync(sensorId, from, until - 1, cancel);
        await new TariffCatchUp(connection, transaction, reader).RunAsync(sensorId, site, from, until - 1, cancel);
        await kept.SayUndoneAsync(correction, who, restored, cancel);
        await Committing();
        await transaction.CommitOrSayAsync();
        return restored;
    }

    private static async Task<CorrectionEffect> ReckonAsync(NpgsqlConnection connection, Site site, CorrectionRequest request, CancellationToken cancel)
    {
        var effects = new EffectReader(connection, site.Calendar);
        var bounds = await effects.ReadBoundsAsync(request, CorrectionRules.MostSamples, cancel)
            ?? throw Fault(new FieldFault("sensor", "Tables_Bad_NoSensor", request.SensorId));
        if (bounds.Samples == 0) Refuse(new FieldFault(To, "Tables_Bad_Empty"));
        if (bounds.Touched > CorrectionRules.MostSamples) Refuse(new FieldFault(To, "Tables_Bad_TooMany", CorrectionRules.MostSamples));
        if (request.Kind == CorrectionKind.Shift && bounds.InTheWay > 0) Refuse(new FieldFault(Offset, "Tables_Bad_InTheWay", bounds.InTheWay));
        var effect = await effects.ReadAsync(request, bounds, cancel);
        if (effect.MostWatts > Sample.MostWatts) Refuse(new FieldFault(Factor, "Tables_Bad_Power", Sample.MostWatts));
        return effect;
    }

    private async Task<IReadOnlyList<DayEffect>> WholeDaysAsync(int sensorId, IReadOnlyList<DayEffect> touched, Site site, CancellationToken cancel)
    {
        var shown = touched.Take(CorrectionRules.MostDays).ToList();
        if (shown.Count == 0) return [];
        var zone = site.Calendar.Zone;
        // Each day's both midnights: between two days that are not neighbours lies a bin that nobody looks at.
        long[] edges = [.. shown.SelectMany(day => new[] { CalendarBuckets.StartOfDay(zone, day.Date), CalendarBuckets.StartOfDay(zone, day.Date.PlusDays(1)) }).Distinct().Order()];
        var bins = (await energy.ReadAsync(sensorId, edges, cancel)).ToDictionary(bin => bin.Start);
        return [.. shown.Select(day => WholeDay(day, bins[CalendarBuckets.StartOfDay(zone, day.Date)]))];
    }

    private static DayEffect WholeDay(DayEffect part, EnergyBin day) => new(
        part.Date, day.Energy.WattHours, day.Energy.WattHours + part.MoreWattHours, day.Cost, day.Cost + part.MoreCost);

    private static async Task<CorrectionEntry?> FindAsync(NpgsqlConnection connection, int sensorId, long correction, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand($"select {CorrectionTrail.Columns} from corrections where sensor_id = $1 and id = $2", connection)
        {
            Parameters = { KeptSamples.Id(sensorId), KeptSamples.Number(correction) },
        };
        return (await CorrectionTrail.ReadAsync(command, cancel)).SingleOrDefault();
    }

    /// <summary>Corrections that were made upon what this one left, newest first: they must be undone before.</summary>
    private static async Task<List<long>> LaterAsync(NpgsqlConnection connection, CorrectionEntry entry, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(CorrectionTrail.TouchingSql, connection)
        {
            Parameters = { KeptSamples.Id(entry.Request.SensorId), MeasureSpans.Time(entry.Request.TouchedFrom), MeasureSpans.Time(entry.Request.TouchedUntil) },
        };
        return [.. (await CorrectionTrail.ReadAsync(command, cancel)).Select(other => other.Id).Where(id => id > entry.Id)];
    }

    /// <summary>What retention has removed nobody corrects; nor does anything move there.</summary>
    private async Task RefuseRemovedAsync(CorrectionRequest request, CancellationToken cancel)
    {
        if (await RawHorizon.ReadAsync(database, cancel) is not { } horizon) return;
        var first = horizon.ToUnixMicroseconds();
        if (request.From < first) Refuse(new FieldFault(From, "Retention_Bad_Removed", RawHorizon.Text(horizon)));
        if (request.From + request.Offset < first) Refuse(new FieldFault(Offset, "Retention_Bad_Removed", RawHorizon.Text(horizon)));
    }

    private async Task EnsureMonthsAsync(long from, long until, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select ensure_measure_partitions($1, $2)");
        command.Parameters.Add(MeasureSpans.Time(from));
        command.Parameters.Add(MeasureSpans.Time(until - 1));
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static async Task<long> RetryOnceAsync(Func<Task<long>> change)
    {
        try
        {
            return await change();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected)
        {
            // Another writer replaced or re-tagged the same rows in another order, and has gone on.
            return await change();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // A sample came to where one was to go.
            throw Fault(new FieldFault(Preview, "Tables_Bad_Meanwhile"));
        }
    }

    private static void Refuse(params IReadOnlyList<FieldFault> faults)
    {
        if (faults.Count > 0) throw new FieldFaultException(faults);
    }

    private static FieldFaultException Fault(FieldFault fault) => new([fault]);
}
