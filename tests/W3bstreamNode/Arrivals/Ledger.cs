namespace PowerMeter.Tests.W3bstreamNode.Arrivals;

/// <summary>What has arrived: the last readings, and counts of all. Memory is bounded by the capacity.</summary>
/// <param name="capacity">How many readings are kept.</param>
/// <param name="lateAfter">A reading with more <see cref="ArrivedReading.Lateness"/> counts as late.</param>
public sealed class Ledger(int capacity, TimeSpan lateAfter)
{
    private const int MostDevices = 1000;

    private readonly Lock _lock = new();
    private readonly ReadingRing _ring = new(capacity);
    private readonly List<DeviceLog> _devices = [];
    private readonly Dictionary<string, DeviceLog> _byAddress = [];
    private readonly Dictionary<Guid, long> _byEvent = [];
    private readonly Dictionary<(int Device, long WindowEndTicks), long> _byWindow = [];
    private long _accepted;
    private long _duplicates;
    private long _twins;
    private long _byOpenSsl;

    public bool HasRoomFor(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        lock (_lock) return _devices.Count < MostDevices || _byAddress.ContainsKey(device.Address);
    }

    /// <summary>Keeps a verified reading, also one that has come before.</summary>
    /// <param name="ticket">The place in the order in which requests had arrived whole; their verification may overtake each other.</param>
    /// <exception cref="LedgerFullException">It is of one device more than the ledger has room for.</exception>
    public ArrivedReading Take(Arrival arrival, long ticket)
    {
        ArgumentNullException.ThrowIfNull(arrival);
        lock (_lock)
        {
            var log = LogOf(arrival.Device);
            var repeat = RepeatOf(arrival, log.Index);
            var outOfOrder = repeat == Repeat.None && log.Count(arrival, ticket, lateAfter);
            Count(log, repeat, arrival.OpenSsl);
            if (_ring.IsFull) Forget(_ring[_ring.Oldest], _ring.Oldest);
            var sequence = _ring.Add(new ReadingRing.Entry(
                log.Index, arrival.WindowEnd.UtcTicks, arrival.Watts, arrival.Event, arrival.ReceivedAt.UtcTicks, repeat, outOfOrder, arrival.IsTask,
                arrival.IsDer, arrival.HighS, arrival.OpenSsl));
            _byEvent.TryAdd(arrival.Event, sequence);
            _byWindow.TryAdd((log.Index, arrival.WindowEnd.UtcTicks), sequence);
            return ReadingAt(sequence);
        }
    }

    /// <summary>At most so many readings after a sequence, in the order in which they were kept.</summary>
    public IReadOnlyList<ArrivedReading> After(long sequence, int limit)
    {
        lock (_lock)
        {
            var first = Math.Max(sequence + 1, _ring.Oldest);
            var count = (int)Math.Clamp(_ring.Newest - first + 1, 0, limit);
            return [.. Enumerable.Range(0, count).Select(i => ReadingAt(first + i))];
        }
    }

    /// <summary>The lowest and the highest sequence that is kept; 1 and 0 when there is none.</summary>
    public (long Oldest, long Newest) Bounds()
    {
        lock (_lock) return (_ring.Oldest, _ring.Newest);
    }

    /// <returns>The reading of this event or task; null when it is not, or no longer, here.</returns>
    public ArrivedReading? Find(Guid eventId)
    {
        lock (_lock) return _byEvent.TryGetValue(eventId, out var sequence) ? ReadingAt(sequence) : null;
    }

    /// <summary>The counts that the ledger knows; the others are 0.</summary>
    public NodeSummary Summarise()
    {
        lock (_lock)
        {
            DeviceCounts[] devices = [.. _devices.Select(log => log.Counts)];
            return new NodeSummary(
                _accepted, 0, 0, 0, 0, _duplicates, _twins, devices.Sum(each => each.OutOfOrder), devices.Sum(each => each.Late), _byOpenSsl, 0, 0, devices);
        }
    }

    private DeviceLog LogOf(Device device)
    {
        if (_byAddress.TryGetValue(device.Address, out var log)) return log;
        if (_devices.Count >= MostDevices) throw new LedgerFullException($"There is room for {MostDevices} devices, and this is one more.");
        log = new DeviceLog(device, _devices.Count);
        _devices.Add(log);
        _byAddress.Add(device.Address, log);
        return log;
    }

    private Repeat RepeatOf(Arrival arrival, int device) =>
        _byEvent.ContainsKey(arrival.Event) ? Repeat.SameEvent
        : _byWindow.ContainsKey((device, arrival.WindowEnd.UtcTicks)) ? Repeat.SameWindow
        : Repeat.None;

    private void Count(DeviceLog log, Repeat repeat, bool byOpenSsl)
    {
        if (byOpenSsl) _byOpenSsl++;
        if (repeat == Repeat.None) _accepted++;
        else log.CountRepeat(repeat);
        if (repeat == Repeat.SameEvent) _duplicates++;
        if (repeat == Repeat.SameWindow) _twins++;
    }

    private void Forget(in ReadingRing.Entry entry, long sequence)
    {
        if (_byEvent.TryGetValue(entry.Event, out var first) && first == sequence) _byEvent.Remove(entry.Event);
        var window = (entry.Device, entry.WindowEndTicks);
        if (_byWindow.TryGetValue(window, out first) && first == sequence) _byWindow.Remove(window);
    }

    private ArrivedReading ReadingAt(long sequence)
    {
        var entry = _ring[sequence];
        return new ArrivedReading(
            sequence, _devices[entry.Device].Device, new DateTimeOffset(entry.WindowEndTicks, TimeSpan.Zero), entry.Event, entry.Watts,
            new DateTimeOffset(entry.ReceivedTicks, TimeSpan.Zero), entry.Repeat, entry.OutOfOrder, entry.IsTask, entry.IsDer, entry.HighS, entry.OpenSsl);
    }
}
