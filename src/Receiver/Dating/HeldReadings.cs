namespace PowerMeter.Receiver.Dating;

/// <summary>Readings that wait for a date, in the order in which they came; bounded: beyond, the oldest are dropped and counted.</summary>
/// <param name="capacity">About 20 MB for the default, which six sensors that are read each second fill in a day.</param>
public sealed class HeldReadings(int capacity = HeldReadings.DefaultCapacity)
{
    public const int DefaultCapacity = 500_000;

    private readonly Lock _gate = new();
    private readonly Queue<HeldReading> _readings = new();
    private long _added;

    public int Count
    {
        get
        {
            lock (_gate) return _readings.Count;
        }
    }

    /// <summary>So many were thrown away since the start of the Receiver, because they were too many.</summary>
    public long Dropped { get; private set; }

    public void Add(HeldReading reading) => AddRange([reading]);

    public void AddRange(IEnumerable<HeldReading> readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        lock (_gate)
        {
            foreach (var reading in readings)
            {
                _readings.Enqueue(reading);
                _added++;
                if (_readings.Count <= capacity) continue;
                _readings.Dequeue();
                Dropped++;
            }
        }
    }

    /// <param name="end">What <see cref="Remove"/> takes when these are safe.</param>
    public HeldReading[] Peek(out long end)
    {
        lock (_gate)
        {
            end = _added;
            return [.. _readings];
        }
    }

    /// <summary>Takes out what was there at a <see cref="Peek"/>; what was dropped since is not taken for another.</summary>
    public void Remove(long end)
    {
        lock (_gate)
        {
            while (_readings.Count > 0 && _added - _readings.Count < end) _readings.Dequeue();
            if (_readings.Count == 0) _readings.TrimExcess();
        }
    }
}
