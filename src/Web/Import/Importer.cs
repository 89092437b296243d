using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Tariffs;
using PowerMeter.Web.Import.Csv;
using PowerMeter.Web.Import.Load;
using PowerMeter.Web.Import.Sources;
using PowerMeter.Web.Queries;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Import;

/// <summary>
/// Reads a source twice: once to say what is in it, once to load it. Both times memory does not grow with its length. A
/// load is all or nothing: cancelled, killed or refused at any instant, nothing of it was written.
/// </summary>
public sealed class Importer(NpgsqlDataSource database, SiteReader sites, TimeProvider time)
{
    private const string LockSensor = "select pg_try_advisory_xact_lock(hashtext('import'), $1)";
    private const string EnsurePartitions = "select ensure_measure_partitions($1, $2)";

    /// <param name="nameOrId">A sensor's id, or else its name.</param>
    /// <exception cref="ImportException">There is none.</exception>
    public async Task<ImportTarget> FindAsync(string nameOrId, CancellationToken cancel) =>
        await NamedSensor.FindAsync(database, nameOrId, cancel) is { } sensor
            ? new ImportTarget(sensor.Id, sensor.Name, sensor.MaxGapSeconds)
            : throw new ImportException(NamedSensor.NoSuch(nameOrId));

    /// <summary>The dry run: says what is in the source, and writes nothing.</summary>
    /// <exception cref="ImportException">The source as a whole cannot be read.</exception>
    public async Task<ImportReport> CheckAsync(ImportTarget target, IImportSource source, ImportOptions options, ImportProgress progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(progress);
        return await ImportFailures.SaidAsync(async () =>
        {
            var calendar = (await sites.ReadAsync(cancel)).Calendar;
            try
            {
                return await CheckAsync(target, source, options, calendar, ordered: true, progress, cancel);
            }
            catch (OutOfOrderException)
            {
                return await CheckAsync(target, source, options, calendar, ordered: false, progress, cancel);
            }
        }, cancel);
    }

    /// <param name="report">Of the dry run.</param>
    /// <exception cref="ImportException">It is refused, or the source changed since; nothing was written.</exception>
    /// <exception cref="NpgsqlException">Nothing was written.</exception>
    public async Task<ImportResult> LoadAsync(
        ImportTarget target, IImportSource source, ImportOptions options, ImportReport report, ImportProgress progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(progress);
        RefuseIfUseless(report, options);
        return await ImportFailures.SaidAsync(async () =>
        {
            var site = await sites.ReadAsync(cancel);
            foreach (var (first, last) in report.Months) await EnsurePartitionsAsync(first, last, cancel);
            var straight = report.StoredSame + report.StoredDifferent == 0;
            try
            {
                return await LoadAsync(target, source, options, report, site, straight, progress, cancel);
            }
            catch (PostgresException e) when (straight && e.SqlState == PostgresErrorCodes.UniqueViolation)
            {
                // Somebody wrote one of these samples since the dry run.
                return await LoadAsync(target, source, options, report, site, false, progress, cancel);
            }
        }, cancel);
    }

    /// <summary>Waits until the energy of what was loaded is computed.</summary>
    /// <returns>False: no Processor runs.</returns>
    public async Task<bool> WaitForEnergyAsync(ImportTarget target, ImportReport report, ImportProgress progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(progress);
        progress.Begin(ImportPhase.RollingUp);
        if (report.First is not { } first || report.Last is not { } last) return true;
        return await new RollupWait(database, time).RunAsync(target.Id, first, last, share => progress.Report(report.Samples, share), cancel);
    }

    private async Task<ImportReport> CheckAsync(
        ImportTarget target, IImportSource source, ImportOptions options, TariffCalendar calendar, bool ordered, ImportProgress progress, CancellationToken cancel)
    {
        var rejects = new RejectLog();
        await using var input = await source.OpenAsync(cancel);
        progress.Begin(ImportPhase.Reading);
        await using var csv = await CsvRowReader.OpenAsync(input.Text, options, calendar.Zone, time.GetCurrentInstant(), rejects, cancel);
        await using var rows = await InOrderAsync(csv, input, ordered, progress, cancel);
        var samples = new SampleReader(rows, options, calendar, target.MaxGapMicroseconds, rejects);
        var check = new ImportCheck(database, target, options.Replace);
        await check.RunAsync(samples, _ => progress.Report(csv.Rows, ordered ? input.ShareAfter(csv.Rows) : double.NaN), cancel);
        progress.Report(csv.Rows, 1);
        if (await RawHorizon.ReadAsync(database, cancel) is { } horizon && check.First < horizon.ToUnixMicroseconds())
            throw new ImportException(new Sentence("Import_Removed", RawHorizon.Text(horizon)));
        return new ImportReport
        {
            Format = csv.Format,
            Kind = csv.Kind,
            Rows = csv.Rows,
            Skipped = csv.Skipped,
            Samples = check.Samples,
            First = check.First,
            Last = check.Last,
            Duplicates = samples.Duplicates,
            StoredSame = check.Same,
            StoredDifferent = check.Different,
            Gaps = check.Gaps,
            LongestGap = check.LongestGap,
            TotalGap = check.TotalGap,
            Resets = samples.Resets,
            Unbridged = samples.Unbridged,
            Ordered = ordered,
            AddedWattHours = check.AddedWattHours,
            Rejected = rejects.Count,
            FirstRejects = rejects.First,
            Months = check.Months,
        };
    }

    private async Task<ImportResult> LoadAsync(
        ImportTarget target, IImportSource source, ImportOptions options, ImportReport report, Site site, bool straight, ImportProgress progress, CancellationToken cancel)
    {
        var (rejects, calendar) = (new RejectLog(), site.Calendar);
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var giveUp = new ServerCancellation(database, connection, cancel);
        await using (var seize = new NpgsqlCommand(LockSensor, connection, transaction) { Parameters = { new NpgsqlParameter<int> { TypedValue = target.Id } } })
            if (!(bool)(await seize.ExecuteScalarAsync(cancel))!) throw new ImportException(new Sentence("Import_Another", target.Name));
        await using var input = await source.OpenAsync(cancel);
        progress.Begin(ImportPhase.Loading);
        await using var csv = await CsvRowReader.OpenAsync(input.Text, options, calendar.Zone, time.GetCurrentInstant(), rejects, cancel);
        await using var rows = await InOrderAsync(csv, input, report.Ordered, progress, cancel);
        progress.Begin(ImportPhase.Loading);
        var samples = new SampleReader(rows, options, calendar, target.MaxGapMicroseconds, rejects);
        var load = new ImportLoad(connection, transaction, target, new TariffTagger(calendar), options);
        var (added, replaced) = await load.RunAsync(samples, straight, done => progress.Report(done, (double)done / report.Samples), cancel);
        if (rejects.Count > report.Rejected || (rejects.Count > 0 && !options.SkipRejects))
            throw new ImportException(new Sentence("Import_Changed", rejects.Count));
        await new TariffCatchUp(connection, transaction, sites).RunAsync(target.Id, site, report.First!.Value, report.Last!.Value, cancel);
        // From here on it cannot be given up: a commit that is told to stop waiting for its standby would say that it is stored.
        await giveUp.DisposeAsync();
        await CommitAsync(transaction);
        await NoteAsync(target, added + replaced);
        progress.Report(report.Samples, 1);
        return new ImportResult(added, replaced, rejects.Count);
    }

    private async Task<IRowReader> InOrderAsync(CsvRowReader csv, ImportInput input, bool ordered, ImportProgress progress, CancellationToken cancel)
    {
        if (ordered) return csv;
        progress.Begin(ImportPhase.Sorting);
        return await SortedRows.SortAsync(database, csv, rows => progress.Report(rows, input.ShareAfter(rows)), cancel);
    }

    private static async Task CommitAsync(NpgsqlTransaction transaction)
    {
        try
        {
            await transaction.CommitOrSayAsync();
        }
        catch (UnknownOutcomeException e)
        {
            // Whether it is there or not, once more is right: what is there already is passed over.
            throw new ImportException(new Sentence("Import_CommitUnknown", e.InnerException!.Message), e);
        }
    }

    private async Task NoteAsync(ImportTarget target, long samples)
    {
        try
        {
            await new ImportedStatus(database).NoteAsync(target.Id, samples, CancellationToken.None);
        }
        catch (Exception e) when (DatabaseFault.Is(e))
        {
            // The samples are stored, and that is what is told. When the sensor was seen last the next one will say.
        }
    }

    private async Task EnsurePartitionsAsync(int first, int last, CancellationToken cancel)
    {
        await using var ensure = database.CreateCommand(EnsurePartitions);
        ensure.Parameters.Add(new NpgsqlParameter { Value = UnseenMonths.StartOf(first) });
        ensure.Parameters.Add(new NpgsqlParameter { Value = UnseenMonths.StartOf(last) });
        await ensure.ExecuteNonQueryAsync(cancel);
    }

    private static void RefuseIfUseless(ImportReport report, ImportOptions options)
    {
        if (report.Rejected > 0 && !options.SkipRejects)
            throw new ImportException(new Sentence("Import_Rejected", report.Rejected, report.FirstRejects[0].Line, report.FirstRejects[0].Reason));
        if (report.Samples == 0) throw new ImportException(new Sentence("Import_NothingToLoad"));
    }
}
