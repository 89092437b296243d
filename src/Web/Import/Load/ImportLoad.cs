using NodaTime;
using Npgsql;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Tariffs;

namespace PowerMeter.Web.Import.Load;

/// <summary>
/// Writes samples in one transaction: straight into <c>measures</c> where the sensor has none yet, else by way of a
/// temporary table.
/// </summary>
/// <remarks>
/// Whoever inserts the same (sensor, time) meanwhile waits for this transaction. No live sample can: those of an import lie
/// before its start.
/// </remarks>
internal sealed class ImportLoad(NpgsqlConnection connection, NpgsqlTransaction transaction, ImportTarget target, TariffTagger tagger, ImportOptions options)
{
    /// <summary>So many rows a COPY: the trigger keeps those of a statement until its end, on disk.</summary>
    private const int RowsPerCopy = 1_000_000;

    private const string Columns = "(sensor_id, time, watts, volts, battery, night_rate)";
    private const string CopyIntoMeasures = $"copy measures {Columns} from stdin (format binary)";
    private const string CopyIntoStaging = $"copy imported_samples {Columns} from stdin (format binary)";

    private const string CreateStaging = """
        create temporary table imported_samples (
          sensor_id integer, time timestamptz, watts double precision, volts real, battery real, night_rate boolean
        ) on commit drop
        """;

    private const string InsertStaged = """
        insert into measures (sensor_id, time, watts, volts, battery, night_rate)
        select sensor_id, time, watts, volts, battery, night_rate from imported_samples order by time
        on conflict do nothing
        """;

    private const string ReplaceStaged = """
        update measures as old set watts = given.watts, volts = coalesce(given.volts, old.volts),
                                   battery = coalesce(given.battery, old.battery), night_rate = given.night_rate
        from imported_samples as given
        where old.sensor_id = given.sensor_id and old.time = given.time
          and (old.watts, old.volts, old.battery) is distinct from
              (given.watts, coalesce(given.volts, old.volts), coalesce(given.battery, old.battery))
        """;

    private readonly ImportRow[] _buffer = new ImportRow[4096];
    private int _used;
    private int _count;

    /// <param name="straight">The sensor has no samples of that span.</param>
    /// <param name="progress">Told the samples so far.</param>
    /// <returns>How many samples were added, and how many overwritten.</returns>
    public async Task<(long Added, long Replaced)> RunAsync(SampleReader samples, bool straight, Action<long> progress, CancellationToken cancel)
    {
        if (!straight) await ExecuteAsync(CreateStaging, cancel);
        var total = 0L;
        while (await CopyAsync(samples, straight ? CopyIntoMeasures : CopyIntoStaging, total, progress, cancel) is > 0 and var copied) total += copied;
        if (straight) return (total, 0);
        await ExecuteAsync("analyze imported_samples", cancel);
        var added = await ExecuteAsync(InsertStaged, cancel);
        var replaced = options.Replace && added < total ? await ExecuteAsync(ReplaceStaged, cancel) : 0;
        return (added, replaced);
    }

    private async Task<long> CopyAsync(SampleReader samples, string command, long before, Action<long> progress, CancellationToken cancel)
    {
        if (!await HasMoreAsync(samples, cancel)) return 0;
        await using var copy = await CopyRows.BeginAsync(connection, command, cancel);
        var total = 0L;
        try
        {
            while (total < RowsPerCopy && await HasMoreAsync(samples, cancel))
            {
                for (; _used < _count; _used++, total++)
                {
                    if (!copy.HasRoom) await copy.FlushAsync(cancel);
                    Write(copy, _buffer[_used]);
                }

                progress(before + total);
            }

            await copy.CompleteAsync(cancel);
        }
        catch (Exception e) when (e is ImportException or OutOfOrderException or OperationCanceledException or IOException)
        {
            await copy.CancelAsync();
            throw;
        }

        return total;
    }

    private async ValueTask<bool> HasMoreAsync(SampleReader samples, CancellationToken cancel)
    {
        if (_used == _count) (_used, _count) = (0, await samples.ReadAsync(_buffer, cancel));
        return _used < _count;
    }

    private void Write(CopyRows copy, in ImportRow sample)
    {
        copy.BeginRow(6);
        copy.Write(target.Id);
        copy.Write(UnixMicroseconds.ToPostgres(sample.Time));
        copy.Write(sample.Value);
        copy.Write(sample.Volts);
        copy.Write(sample.Battery);
        copy.Write(options.KeepTariff && sample.Night is { } night ? night : (bool?)tagger.IsNight(Instant.FromUnixTimeTicks(sample.Time * 10)));
    }

    private async Task<int> ExecuteAsync(string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = 0 };
        return await command.ExecuteNonQueryAsync(cancel);
    }
}
