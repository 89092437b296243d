using PowerMeter.Shared.Measurement;

namespace PowerMeter.Processor.W3bstream.Delivery;

/// <summary>
/// Which message is sent next. Two lanes, each strictly one after another, the oldest window first:
/// <list type="bullet">
/// <item>A boundary parts them: the newest window that waited when the delivery began, or when the network came back. What
/// ended later is live, all else backlog. While the network is away there is no boundary, and all is backlog; its oldest
/// message is the one that probes (but see <see cref="StuckMessages"/>).</item>
/// <item>Live is also young: what ended more than <see cref="LiveSpan"/> ago has become backlog, so that a flood of late
/// readings (a Receiver that empties its spool) does not hold up those of now.</item>
/// <item>A message is held from when a lane takes it into its block until the database says that it is delivered, or it is
/// released to be sent again. What is held nobody reads, so no message is ever in both lanes, and none is sent twice because its
/// acknowledgement is not written yet.</item>
/// <item>Neither lane waits for the other, so neither starves: a day's backlog takes its time, live readings pass it by.</item>
/// </list>
/// </summary>
internal sealed class Lanes
{
    /// <summary>In microseconds.</summary>
    public const long LiveSpan = 2 * UnixMicroseconds.PerMinute;

    private readonly Lock _lock = new();
    private readonly Queue<OutboxRow> _backlog = new();
    private readonly Queue<OutboxRow> _live = new();
    private readonly HashSet<long> _held = [];
    private long? _boundary;

    /// <summary>Nobody has said yet where live begins.</summary>
    public bool NeedsBoundary
    {
        get
        {
            lock (_lock) return _boundary is null;
        }
    }

    /// <summary>What no lane may read.</summary>
    public long[] Held
    {
        get
        {
            lock (_lock) return [.. _held];
        }
    }

    /// <summary>The network is there: from now on there is a live lane.</summary>
    /// <param name="newestWaiting">The end of the newest window that waits; null when none does.</param>
    public void Begin(long? newestWaiting, long now)
    {
        lock (_lock) _boundary = Math.Min(newestWaiting ?? long.MinValue, now);
    }

    /// <summary>The network is away: all is backlog, and read again when it is due.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _boundary = null;
            foreach (var row in _backlog.Concat(_live)) _held.Remove(row.Id);
            _backlog.Clear();
            _live.Clear();
        }
    }

    /// <returns>Backlog are the windows that ended not later, live are those that did; null while all is backlog.</returns>
    public long? LiveAfter(long now)
    {
        lock (_lock)
        {
            // A clock that was ahead is right again: what is made now is not older than what was there.
            if (_boundary > now) _boundary = now;
            return _boundary is { } boundary ? Math.Max(boundary, now - LiveSpan) : null;
        }
    }

    /// <summary>A lane's block. What another holds by now stays with it.</summary>
    /// <returns>How many came.</returns>
    public int Fill(Lane lane, IEnumerable<OutboxRow> rows)
    {
        lock (_lock)
        {
            if (lane == Lane.Live && _boundary is null) return 0;
            var taken = rows.Where(row => _held.Add(row.Id)).ToList();
            foreach (var row in taken) QueueOf(lane).Enqueue(row);
            return taken.Count;
        }
    }

    /// <returns>What the lane sends next, which stays held; null when its block is empty.</returns>
    public OutboxRow? Take(Lane lane, long now)
    {
        lock (_lock)
        {
            if (lane == Lane.Live)
                while (_live.TryPeek(out var first) && first.WindowEnd <= LiveAfter(now)) _held.Remove(_live.Dequeue().Id);
            return QueueOf(lane).TryDequeue(out var row) ? row : null;
        }
    }

    /// <summary>It was not delivered: it waits again.</summary>
    public void Release(OutboxRow row)
    {
        lock (_lock) _held.Remove(row.Id);
    }

    /// <summary>The database knows what became of them.</summary>
    public void Forget(IEnumerable<long> ids)
    {
        lock (_lock) _held.ExceptWith(ids);
    }

    private Queue<OutboxRow> QueueOf(Lane lane) => lane == Lane.Backlog ? _backlog : _live;
}
