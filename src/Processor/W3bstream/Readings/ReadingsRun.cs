using Microsoft.Extensions.Logging;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Processor.W3bstream.Readings;

/// <summary>
/// Makes readings by the same settings of the same sensors until it is cancelled: live windows as soon as they are ready,
/// between them the backlog in batches.
/// </summary>
internal sealed partial class ReadingsRun(
    W3bstreamSettings settings, IReadOnlyList<ReadSensor> sensors, NpgsqlDataSource database, ReadingMaker maker, OutboxSignal outbox, FaultNote fault,
    TimeProvider time, ILogger logger) : IDisposable
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    /// <summary>How long a key or a setting that cannot be used is left alone, unless the settings change.</summary>
    private static readonly TimeSpan RetryRefused = TimeSpan.FromSeconds(30);

    private readonly long _window = WindowCutter.LengthOf(settings);
    private readonly OpenWindows _open = new(WindowCutter.LengthOf(settings), sensors);
    private readonly SeenSamples _seen = new(sensors);
    private readonly ReadingScan _scan = new(database);
    private readonly ScanPace _pace = new(time);
    private readonly WorkSignal _signal = new();
    private ITimer? _alarm;
    private volatile bool _scanAsked = true;
    private long _looked = long.MinValue;
    private Sentence? _said;
    private bool _passingOver;

    /// <summary>Notifications may have been missed: all that has not been made is to be looked at.</summary>
    public void Rescan()
    {
        _scanAsked = true;
        _signal.Ring();
    }

    /// <param name="payload">Of <see cref="Shared.Database.Channels.Measures"/>.</param>
    public void Notice(string payload)
    {
        if (_seen.Add(payload)) _signal.Ring();
    }

    public async Task WorkAsync(CancellationToken cancel)
    {
        var outage = new OutageLog("Readings wait for the database", time, logger);
        while (true)
        {
            TimeSpan pause;
            try
            {
                await StepAsync(cancel);
                outage.Recovered();
                continue;
            }
            catch (Exception e) when (DatabaseFault.Is(e) && !cancel.IsCancellationRequested)
            {
                outage.Failed(e);
                pause = Retry;
                // A commit may have been done whose answer was lost.
                outbox.Ring();
            }
            catch (SettingException e)
            {
                var isSaid = await TrySayAsync(e.Sentence, cancel);
                if (isSaid) outage.Recovered();
                pause = isSaid ? RetryRefused : Retry;
            }

            await Task.Delay(pause, time, cancel);
            _scanAsked = true;
        }
    }

    public void Dispose()
    {
        _alarm?.Dispose();
        _signal.Dispose();
    }

    private async Task StepAsync(CancellationToken cancel)
    {
        var now = time.GetCurrentInstant().ToUnixMicroseconds();
        if (_scanAsked || now < _looked || _pace.IsDue) await ScanAsync(now, cancel);
        _looked = now;
        TakeSeen();
        await LookAtHeadAsync(now, cancel);
        if (_open.Backlog is { } first) await LookAtBacklogAsync(first, now, cancel);
        if (_open.Backlog is null) await WaitAsync(cancel);
    }

    private async Task ScanAsync(long now, CancellationToken cancel)
    {
        _scanAsked = false;
        _pace.Begin();
        await _scan.RunAsync(_open, sensors, now, settings, cancel);
    }

    private void TakeSeen()
    {
        var (touched, newest) = _seen.Take();
        for (var i = 0; i < newest.Count; i++)
            if (newest[i] is { } reached) _open.Reach(i, reached);
        foreach (var stretch in touched.Stretches) _open.Touch(stretch.From, stretch.Until);
    }

    private async Task LookAtHeadAsync(long now, CancellationToken cancel)
    {
        if (now < _open.DueAt) return;
        // Much at once, after a long silence or a leap of the clock, is backlog but for its end.
        if (now - _open.Head > ReadingMaker.LongestSpan(_window) + _window) await ScanAsync(now, cancel);
        if (now < _open.DueAt) return;
        var span = new Stretch(_open.Head, Math.Min(UnixMicroseconds.Floor(now, _window), _open.Head + ReadingMaker.LongestSpan(_window)));
        _open.HeadDone(span, await MakeAsync(span, now, cancel), now);
    }

    private async Task LookAtBacklogAsync(Stretch first, long now, CancellationToken cancel)
    {
        var next = await ReadingSource.ReadNextAsync(database, sensors, first.From, now, cancel);
        if (next.Contains(null))
        {
            // One of them has nothing after it: no line reaches there.
            _open.SkipBefore(long.MaxValue);
            return;
        }

        var covered = next.Select((at, i) => at!.Value - sensors[i].MaxGap > first.From ? at.Value : first.From).Max();
        if (UnixMicroseconds.Floor(covered, _window) is var start && start > first.From)
        {
            _open.SkipBefore(start);
            return;
        }

        var from = UnixMicroseconds.Ceiling(first.From, _window);
        var span = new Stretch(first.From, Math.Max(first.From + 1, Math.Min(_open.Head, from + ReadingMaker.LongestSpan(_window))));
        _open.BacklogDone(span, await MakeAsync(span, now, cancel));
    }

    private async Task<ReadingBatch> MakeAsync(Stretch span, long now, CancellationToken cancel)
    {
        var batch = await maker.MakeAsync(span, sensors, now, settings, cancel);
        // Once for all that follow each other.
        if (batch.Unsignable.Count > 0 && !_passingOver) PassedOver(logger, batch.Unsignable[0]);
        if (batch.Windows > 0) _passingOver = batch.Unsignable.Count > 0;
        if (batch.Messages > 0) outbox.Ring();
        if (_said is { } sentence && batch.Windows > 0)
        {
            await fault.ClearAsync(sentence, cancel);
            _said = null;
        }

        return batch;
    }

    private async Task WaitAsync(CancellationToken cancel)
    {
        _pace.End();
        var now = time.GetCurrentInstant().ToUnixMicroseconds();
        // Far beyond the next look it may be as good as never. Timers have whole milliseconds: not a little too early.
        var due = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Clamp(_open.DueAt - now, 0, UnixMicroseconds.PerHour) / 1000.0));
        _alarm ??= time.CreateTimer(_ => _signal.Ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _alarm.Change(due < _pace.Remaining ? due : _pace.Remaining, Timeout.InfiniteTimeSpan);
        await _signal.WaitAsync(Timeout.InfiniteTimeSpan, cancel);
    }

    private async Task<bool> TrySayAsync(Sentence sentence, CancellationToken cancel)
    {
        if (!sentence.Equals(_said)) NothingMade(logger, sentence);
        try
        {
            await fault.SayAsync(sentence, cancel);
            _said = sentence;
            return true;
        }
        catch (Exception e) when (DatabaseFault.Is(e) && !cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "No reading can be signed, and none is made until that is mended: {Reason}")]
    private static partial void NothingMade(ILogger logger, Sentence reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A reading is passed over, and those like it that follow: {Reason}")]
    private static partial void PassedOver(ILogger logger, string reason);
}
