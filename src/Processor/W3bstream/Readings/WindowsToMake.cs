using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Processor.W3bstream.Readings;

/// <summary>
/// Whether readings are still to be made of the samples of a span: while forwarding is on, and of what is not older than a
/// message may be. A reading that is made is signed and in the outbox: sending it needs no samples.
/// </summary>
internal sealed class WindowsToMake(NpgsqlDataSource database)
{
    private const string BeganSql = "select forwards_since from w3bstream_status";

    /// <param name="newest">The newest sample's time. Age goes by the clock and by it, whichever says less.</param>
    /// <param name="now">Unix microseconds, as all of them.</param>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public async Task<bool> AnyAsync(long from, long until, long newest, long now, CancellationToken cancel)
    {
        if (await ReadSettingsAsync(cancel) is not { IsForwarding: true } settings) return false;
        from = Math.Max(from, Math.Max(await ReadBeganAsync(cancel), Math.Min(now, newest) - (long)settings.MaxAge.TotalMicroseconds));
        if (from >= until) return false;
        var sensors = await ReadingSource.ReadGapsAsync(database, await ReadSensors.ReadAsync(database, settings, cancel), cancel);
        if (sensors.Count == 0) return false;
        await using var connection = await database.OpenConnectionAsync(cancel);
        var made = await MadeSpans.ReadAsync(connection, from, until, cancel);
        foreach (var free in made.Missing(from, until))
            if (await AnyAsync(connection, free, made, sensors, now, settings, cancel)) return true;
        return false;
    }

    private static async Task<bool> AnyAsync(
        NpgsqlConnection connection, Stretch free, TimeSet made, List<ReadSensor> sensors, long now, W3bstreamSettings settings, CancellationToken cancel)
    {
        var window = WindowCutter.LengthOf(settings);
        if (!WindowCutter.FitsInto(free, window)) return false;
        for (var start = UnixMicroseconds.Ceiling(free.From, window); start < free.Until; start += ReadingMaker.LongestSpan(window))
        {
            var piece = new Stretch(start, Math.Min(free.Until, start + ReadingMaker.LongestSpan(window)));
            var samples = await ReadingSource.ReadAsync(connection, sensors, piece.From, piece.Until, now, cancel);
            if (WindowCutter.Cut(piece, made, samples, now, settings).Count > 0) return true;
        }

        return false;
    }

    private async Task<W3bstreamSettings?> ReadSettingsAsync(CancellationToken cancel)
    {
        try
        {
            return await new W3bstreamSettingsReader(database).ReadAsync(cancel);
        }
        catch (SettingException)
        {
            // No reading is made by such a setting, and the page of W3bstream says so.
            return null;
        }
    }

    private async Task<long> ReadBeganAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand(BeganSql);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) && !reader.IsDBNull(0) ? MeasureSpans.ReadTime(reader, 0) : long.MaxValue;
    }
}
