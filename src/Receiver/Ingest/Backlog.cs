using Microsoft.Extensions.Logging;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Receiver.Ingest;

/// <summary>
/// What waits for the database: the spool, and while the disk takes nothing, memory, which is bounded: there the oldest
/// are dropped and counted.
/// </summary>
public sealed partial class Backlog(Spool spool, WakeUp statusChanged, ILogger<Backlog> logger)
{
    /// <summary>Samples that memory holds at most: about 5 MB.</summary>
    public const int MemoryCapacity = 100_000;

    private readonly Lock _gate = new();
    private readonly Queue<Sample> _memory = new();
    private long _droppedFromMemory;
    private long _lostBefore;
    private Sentence? _error;
    private int _errorCode;

    /// <summary>Samples that wait.</summary>
    public long Depth
    {
        get
        {
            lock (_gate) return spool.Depth + _memory.Count;
        }
    }

    /// <summary>Samples that were lost since the start: dropped because the disk or memory was full, damaged on the disk, or never dated.</summary>
    public long Dropped
    {
        get
        {
            lock (_gate) return spool.Dropped + spool.DamagedSamples + _droppedFromMemory + _lostBefore;
        }
    }

    /// <summary>Why the disk takes nothing; null when it does.</summary>
    public Sentence? Error
    {
        get
        {
            lock (_gate) return _error;
        }
    }

    /// <summary>Never fails: what the disk does not take stays in memory and is offered to the disk again next time.</summary>
    public void Append(ReadOnlySpan<Sample> samples)
    {
        lock (_gate)
        {
            foreach (var sample in samples) _memory.Enqueue(sample);
            FlushMemory();
            for (; _memory.Count > MemoryCapacity; _droppedFromMemory++) _memory.Dequeue();
        }

        statusChanged.Set();
    }

    /// <summary>So many were lost before they came here.</summary>
    public void CountLost(long samples)
    {
        lock (_gate) _lostBefore += samples;
        statusChanged.Set();
    }

    /// <summary>The oldest samples; null when none wait.</summary>
    /// <exception cref="IOException">The spool cannot be read.</exception>
    public SpoolChunk? Peek()
    {
        lock (_gate)
        {
            FlushMemory();
            var damaged = spool.DamagedSamples;
            var chunk = spool.Peek() ?? FromMemory();
            if (spool.DamagedSamples > damaged) Damaged(logger, spool.DamagedSamples - damaged);
            return chunk;
        }
    }

    /// <summary>The chunk's samples are in the database.</summary>
    public void Confirm(SpoolChunk chunk)
    {
        ArgumentNullException.ThrowIfNull(chunk);
        lock (_gate)
        {
            if (chunk.Segment is not null) spool.Confirm(chunk);
            else ForgetFromMemory(chunk.Samples);
        }

        statusChanged.Set();
    }

    private void FlushMemory()
    {
        if (_memory.Count == 0) return;
        try
        {
            // A frame that reached the disk leaves memory: what is tried again must not fill the disk with itself.
            while (_memory.Count > 0)
            {
                Sample[] frame = [.. _memory.Take(SpoolFrame.MaxSamples)];
                spool.Append(frame);
                for (var i = 0; i < frame.Length; i++) _memory.Dequeue();
            }

            if (_error is not null) DiskTakesAgain(logger);
            _error = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The same trouble with the next file, which the message names, is no news.
            if (_error is not null && e.HResult == _errorCode) return;
            (_error, _errorCode) = (new Sentence("Sensor_Spool", e.Message), e.HResult);
            DiskTakesNothing(logger, _error.ToString());
        }
    }

    private SpoolChunk? FromMemory() => _memory.Count > 0 ? new SpoolChunk(null, [.. _memory.Take(SpoolFrame.MaxSamples)], 0) : null;

    /// <summary>Some may have been dropped meanwhile; those are the oldest too.</summary>
    private void ForgetFromMemory(Sample[] samples)
    {
        foreach (var sample in samples)
            if (_memory.TryPeek(out var oldest) && oldest == sample) _memory.Dequeue();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Error}. Samples stay in memory.")]
    private static partial void DiskTakesNothing(ILogger logger, string error);

    [LoggerMessage(Level = LogLevel.Error, Message = "The spool was damaged on the disk: about {Count} samples in it are lost.")]
    private static partial void Damaged(ILogger logger, long count);

    [LoggerMessage(Level = LogLevel.Information, Message = "The spool can be written again.")]
    private static partial void DiskTakesAgain(ILogger logger);
}
