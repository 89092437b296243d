namespace PowerMeter.Tests.W3bstreamNode.Arrivals;

/// <summary>The last readings, 56 bytes each: when it is full, the oldest makes room.</summary>
internal sealed class ReadingRing(int capacity)
{
    private readonly Entry[] _entries = new Entry[capacity];

    /// <summary>Of the newest; 0 when there is none.</summary>
    public long Newest { get; private set; }

    /// <summary>The lowest sequence that is still here.</summary>
    public long Oldest => Math.Max(1, Newest - _entries.Length + 1);

    public Entry this[long sequence] => _entries[Index(sequence)];

    /// <returns>Its sequence.</returns>
    public long Add(in Entry entry)
    {
        Newest++;
        _entries[Index(Newest)] = entry;
        return Newest;
    }

    /// <summary>Whether the next <see cref="Add"/> overwrites an entry, the one at <see cref="Oldest"/>.</summary>
    public bool IsFull => Newest >= _entries.Length;

    private int Index(long sequence) => (int)((sequence - 1) % _entries.Length);

    /// <param name="Device">Index into the ledger's devices.</param>
    internal readonly record struct Entry(
        int Device, long WindowEndTicks, double Watts, Guid Event, long ReceivedTicks, Repeat Repeat, bool OutOfOrder, bool IsTask, bool IsDer,
        bool HighS, bool OpenSsl);
}
