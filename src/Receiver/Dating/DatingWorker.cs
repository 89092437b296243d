using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PowerMeter.Receiver.Ingest;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Receiver.Dating;

/// <summary>
/// Hands what waits for the clock on to the backlog when it is dated, and keeps it in a file meanwhile: when the Receiver
/// stops, and every five minutes, or less often when many wait. So a restart of the Receiver costs nothing, and one that
/// is killed loses only what came since. What a restart of the machine leaves undated goes to <c>rejected.csv</c> and is counted.
/// </summary>
public sealed partial class DatingWorker(
    SampleDating dating, HeldReadings held, IKernelClock kernel, Backlog backlog, DatabaseLink link, RejectedSamples rejected, StatusBoard board,
    SpoolOptions spool, TimeProvider time, ILogger<DatingWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LeastSavePeriod = TimeSpan.FromMinutes(5);

    /// <summary>Each save writes them all: with more than these the period grows with them, so that a card gets at most some 100 MB a day.</summary>
    private const int ManyReadings = 10_000;

    private readonly HeldFile _file = new(spool.Directory);
    private ClockMemory? _saved;
    private long _inFile;
    private long _dropped;

    /// <summary>First finds what an earlier Receiver left, before a sensor is read.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _saved = ClockMemory.Load(spool.Directory);
        if (_saved is not null) dating.Know(_saved, kernel.BootId);
        Attempt(Recover);
        return base.StartAsync(cancellationToken);
    }

    /// <summary>When the drivers have stopped.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // Here, since a worker that is stopped as soon as it is started never runs.
        await base.StopAsync(cancellationToken);
        Release();
        Save();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        for (var savedAt = time.GetTimestamp(); await timer.WaitForNextTickAsync(stoppingToken);)
        {
            Release();
            if (time.GetElapsedTime(savedAt) < LeastSavePeriod * Math.Max(1, held.Count / ManyReadings)) continue;
            Save();
            savedAt = time.GetTimestamp();
        }
    }

    private void Recover()
    {
        if (_file.Load() is not { } left) return;
        if (left.Offset is { } offset)
        {
            // An earlier Receiver was dating them: with the same offset nothing is there twice.
            Keep(dating.Date(left.Readings, offset));
        }
        else if (left.BootId == kernel.BootId)
        {
            held.AddRange(left.Readings);
            _inFile = left.Readings.Count;
            Found(logger, left.Readings.Count);
            return;
        }
        else
        {
            rejected.AddUndated(left.Readings, "The clock was wrong, and the machine was started again before it was set");
            backlog.CountLost(left.Readings.Count);
        }

        _file.Delete();
    }

    private void Release()
    {
        var dropped = held.Dropped;
        if (dropped > _dropped) backlog.CountLost(dropped - _dropped);
        _dropped = dropped;
        if (held.Count == 0) return;
        var released = dating.Release(
            (offset, readings) => Attempt(() =>
            {
                _file.Write(kernel.BootId, offset, readings);
                _inFile = readings.Length;
            }),
            Keep);
        if (released == 0) return;
        if (held.Count == 0) Attempt(Forget);
        board.ReleaseAll();
    }

    /// <summary>By way of the spool: when this returns a power cut costs nothing.</summary>
    private void Keep(Sample[] samples)
    {
        backlog.Append(samples);
        link.DrainNeeded.Set();
    }

    private void Save() => Attempt(() =>
    {
        if (held.Peek(out _) is { Length: > 0 } readings)
        {
            _file.Write(kernel.BootId, offset: null, readings);
            _inFile = readings.Length;
        }

        var memory = dating.Remember(kernel.BootId);
        if (memory != _saved) memory.Save(spool.Directory);
        _saved = memory;
    });

    private void Forget()
    {
        if (_inFile > 0) _file.Delete();
        _inFile = 0;
    }

    /// <summary>A disk that takes nothing costs what it would have kept; readings go on.</summary>
    private void Attempt(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            NotKept(logger, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} readings of before wait for the clock.")]
    private static partial void Found(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "What waits for the clock cannot be kept on the disk: {Reason}")]
    private static partial void NotKept(ILogger logger, string reason);
}
