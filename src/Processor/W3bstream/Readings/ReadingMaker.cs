using Npgsql;
using PowerMeter.Processor.W3bstream.Messages;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Rewards;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Processor.W3bstream.Readings;

/// <summary>
/// Makes readings of the windows of a span that are ready and have not been made, and puts them into the outbox, all in one
/// transaction: killed at any instant, either all of it is done or nothing. Two makers at once never make a window twice.
/// </summary>
/// <remarks>
/// The commit is flushed to the disk, unlike that of the roll-ups: a reading that was delivered and then undone by a power
/// cut would be made again, with another id.
/// </remarks>
public sealed class ReadingMaker(NpgsqlDataSource database, IMessageMaker messages)
{
    private const int LongestStream = 1000;

    /// <summary>So many windows a transaction, and no more time than this: a transaction stays short, and memory small.</summary>
    private const int MostWindows = 500;

    private const long MostTime = UnixMicroseconds.PerHour;

    /// <returns>The longest span that is given to one transaction: whole windows, in microseconds.</returns>
    public static long LongestSpan(long window) => Math.Max(window, UnixMicroseconds.Floor(Math.Min(MostWindows * window, MostTime), window));

    /// <param name="span">Windows within it are made.</param>
    /// <param name="now">Unix microseconds.</param>
    /// <exception cref="SettingException">No message can be made at all. Nothing was made.</exception>
    public async Task<ReadingBatch> MakeAsync(
        Stretch span, IReadOnlyList<ReadSensor> sensors, long now, W3bstreamSettings settings, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var length = WindowCutter.LengthOf(settings);
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await MadeSpans.LockAsync(connection, cancel);
        var made = await MadeSpans.ReadAsync(connection, span.From, span.Until, cancel);
        if (!made.Missing(span.From, span.Until).Any(free => WindowCutter.FitsInto(free, length))) return new ReadingBatch(made.Stretches, 0, 0, [], null);

        var samples = await ReadingSource.ReadAsync(connection, sensors, span.From - RewardQuery.MeanOver, span.Until, now, cancel);
        var windows = WindowCutter.Cut(span, made, samples, now, settings);
        var newest = samples.ConvertAll(sensor => sensor.Newest);
        if (windows.Count == 0) return new ReadingBatch(made.Stretches, 0, 0, [], newest);

        var (signed, unsignable) = Sign(windows, settings, cancel);
        await WriteAsync(connection, made, windows, signed, StreamOf(sensors), settings, cancel);
        await ReadingTables.CountUnsignableAsync(connection, unsignable, now, cancel);
        await transaction.CommitAsync(cancel);
        return new ReadingBatch(made.Stretches, windows.Count, signed.Count, unsignable, newest);
    }

    private static async Task WriteAsync(
        NpgsqlConnection connection, TimeSet made, List<MadeWindow> windows, List<(MadeWindow Window, byte[] Body)> signed, string stream,
        W3bstreamSettings settings, CancellationToken cancel)
    {
        var before = made.Stretches.ToList();
        foreach (var window in windows) made.Add(window.Reading.Start, window.Reading.End);
        await MadeSpans.WriteAsync(connection, before, made, cancel);
        await ReadingTables.AddMessagesAsync(connection, stream, settings.Profile, signed.ConvertAll(one => (one.Window.Reading, one.Body)), cancel);
        // The network pays for what it gets: a reading that is left out, or can never be signed, earns nothing.
        await ReadingTables.AddRewardsAsync(connection, signed.ConvertAll(one => one.Window), cancel);
    }

    private (List<(MadeWindow Window, byte[] Body)> Signed, List<string> Unsignable) Sign(
        List<MadeWindow> windows, W3bstreamSettings settings, CancellationToken cancel)
    {
        var (signed, unsignable) = (new List<(MadeWindow, byte[])>(windows.Count), new List<string>());
        foreach (var window in windows)
        {
            cancel.ThrowIfCancellationRequested();
            if (settings.SkipZero && WattText.IsZero(window.Reading.Watts)) continue;
            try
            {
                signed.Add((window, messages.Make(window.Reading, settings)));
            }
            catch (UnsignableReadingException e)
            {
                unsignable.Add(e.Message);
            }
        }

        return (signed, unsignable);
    }

    private static string StreamOf(IReadOnlyList<ReadSensor> sensors)
    {
        var stream = string.Join('+', sensors.Select(sensor => sensor.Id).Order());
        return stream.Length <= LongestStream ? stream
            : throw SettingException.Of(new Sentence("W3b_StreamLong", sensors.Count, LongestStream));
    }
}
