using PowerMeter.Shared.Measurement;

namespace PowerMeter.Processor.W3bstream.Readings;

/// <summary>
/// Which windows are to be looked at, and when. Live ones lie from <see cref="Head"/> on. Of those before it that have not
/// been made some may be made yet, of samples that come late: they are the backlog, and the oldest go first.
/// </summary>
/// <param name="window">Length of a window in microseconds.</param>
public sealed class OpenWindows(long window, IReadOnlyList<ReadSensor> sensors)
{
    private readonly TimeSet _made = new();
    private readonly TimeSet _backlog = new();
    private readonly long[] _reached = [.. sensors.Select(_ => long.MinValue)];
    private long _floor;

    /// <summary>The start of the first window that has not been looked at since it was ready. Unix microseconds.</summary>
    public long Head { get; private set; }

    /// <summary>The first stretch of the backlog; null when there is none.</summary>
    public Stretch? Backlog => _backlog.Stretches.Count > 0 ? _backlog.Stretches[0] : null;

    /// <summary>
    /// When the first live window is ready, as far as is known: each sensor has a sample at or after its end, and the time
    /// of that sample has come, or the sensor's longest gap is over. Never, while a sensor has been silent for so long that
    /// no line can reach the window: its next sample will tell. Unix microseconds.
    /// </summary>
    public long DueAt
    {
        get
        {
            var due = Head + window;
            for (var i = 0; i < sensors.Count; i++) due = Math.Max(due, DueOf(sensors[i].MaxGap, _reached[i]));
            return due;
        }
    }

    /// <summary>Begins anew: what has been made is this, nothing is made of the time before the floor.</summary>
    /// <param name="newest">The time of each sensor's newest sample, if it has one; none of the future.</param>
    public void Begin(IReadOnlyList<Stretch> made, long floor, IReadOnlyList<long?> newest, long now)
    {
        ArgumentNullException.ThrowIfNull(made);
        ArgumentNullException.ThrowIfNull(newest);
        _made.Clear();
        AddMade(made);
        _floor = floor;
        for (var i = 0; i < sensors.Count; i++) _reached[i] = newest[i] ?? long.MinValue;
        var ready = sensors.Select((sensor, i) => Math.Max(_reached[i], now - sensor.MaxGap)).Min();
        Head = Math.Max(UnixMicroseconds.Floor(ready, window), UnixMicroseconds.Ceiling(floor, window));
        _backlog.Clear();
        Touch(floor, Head);
    }

    /// <summary>Samples of [from, until) came or went: what has not been made of it is looked at.</summary>
    public void Touch(long from, long until)
    {
        foreach (var free in _made.Missing(Math.Max(from, _floor), Math.Min(until, Head)))
            if (WindowCutter.FitsInto(free, window)) _backlog.Add(free.From, free.Until);
    }

    /// <summary>A sensor seems to have a sample of this time, which may lie in the future.</summary>
    public void Reach(int sensorIndex, long time)
    {
        var (end, known) = (Head + window, _reached[sensorIndex]);
        // Of those that end the window the first is enough.
        _reached[sensorIndex] = known >= end && time >= end ? Math.Min(known, time) : Math.Max(known, time);
    }

    /// <summary>Nothing of the backlog before this moment can be made.</summary>
    public void SkipBefore(long time) => _backlog.RemoveBefore(time);

    /// <summary>A span of the backlog has been looked at.</summary>
    public void BacklogDone(Stretch span, ReadingBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        AddMade(batch.Made);
        _backlog.RemoveBefore(span.Until);
    }

    /// <summary>The span from <see cref="Head"/> on has been looked at.</summary>
    public void HeadDone(Stretch span, ReadingBatch batch, long now)
    {
        ArgumentNullException.ThrowIfNull(batch);
        AddMade(batch.Made);
        var ready = Math.Min(now, span.Until);
        if (batch.Newest is { } newest)
            for (var i = 0; i < sensors.Count; i++)
            {
                _reached[i] = newest[i];
                ready = Math.Min(ready, Math.Max(newest[i], now - sensors[i].MaxGap));
            }

        Head = Math.Max(Head, UnixMicroseconds.Floor(ready, window));
    }

    private long DueOf(long maxGap, long reached)
    {
        var end = Head + window;
        if (reached >= end) return Math.Min(reached, end + maxGap);
        return reached < Head - maxGap ? long.MaxValue : end + maxGap;
    }

    private void AddMade(IReadOnlyList<Stretch> stretches)
    {
        foreach (var stretch in stretches) _made.Add(stretch.From, stretch.Until);
    }
}
