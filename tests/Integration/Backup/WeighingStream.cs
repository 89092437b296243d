namespace PowerMeter.Tests.Integration.Backup;

/// <summary>Keeps nothing, and weighs the live heap again and again while it is written.</summary>
internal sealed class WeighingStream : MemoryStream
{
    private const int Every = 20;

    private long _first;
    private int _writes;

    /// <summary>Bytes by which the heap was larger than at the first writing, at most.</summary>
    public long Growth { get; private set; }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_writes++ % Every == 0)
        {
            var weight = GC.GetTotalMemory(forceFullCollection: true);
            if (_first == 0) _first = weight;
            Growth = Math.Max(Growth, weight - _first);
        }

        return ValueTask.CompletedTask;
    }
}
