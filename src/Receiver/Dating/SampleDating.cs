using Microsoft.Extensions.Logging;
using PowerMeter.Receiver.Drivers;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Receiver.Dating;

/// <summary>
/// Gives readings their dates. While the clock is believed that is the time that the driver took, moved by microseconds
/// where its sensor has a sample of that time already. While it is not, readings are held with the machine's uptime, which
/// no setting of the clock changes; <see cref="DatingWorker"/> dates them by <see cref="Release"/> when it is.
/// </summary>
public sealed partial class SampleDating(ClockTrust trust, HeldReadings held, ClockDoubt clock, TimeProvider time, ILogger<SampleDating> logger)
{
    /// <summary>Microseconds. A driver's time that is further off than this was not taken from the clock as it is: then it is now.</summary>
    private const long Furthest = 60 * UnixMicroseconds.PerSecond;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, GivenTimes> _given = [];
    private bool _wasBelieved = true;

    /// <summary>See <see cref="ClockTrust.Know"/>.</summary>
    public void Know(long newest)
    {
        lock (_gate) trust.Know(newest);
    }

    public void Know(ClockMemory memory, string bootId)
    {
        ArgumentNullException.ThrowIfNull(memory);
        lock (_gate)
        {
            if (memory.Newest is { } newest) trust.Know(newest);
            if (bootId.Length > 0 && memory.BootId == bootId && memory.Offset is { } offset) trust.KnowSteady(memory.SteadySince, offset);
        }
    }

    public ClockMemory Remember(string bootId)
    {
        lock (_gate) return new ClockMemory(bootId, trust.Newest, trust.SteadySince, trust.Offset);
    }

    /// <summary>The time of a reading in microseconds since 1970, never the same twice for a sensor; or what it waits for.</summary>
    /// <returns>False: it is held, and the doubt says why.</returns>
    public bool TryDate(int sensorId, in Reading reading, out long at, out ClockVerdict verdict)
    {
        lock (_gate)
        {
            var now = ClockReading.Read(time);
            var before = trust.Offset;
            verdict = Judge(now);
            at = reading.Time.ToUnixMicroseconds();
            var age = AgeOf(at, now, before);
            if (verdict.Doubt is null)
            {
                at = GivenTo(sensorId).Give(now.Wall - age);
                trust.Accept(at, now);
                return true;
            }

            held.Add(new HeldReading(sensorId, Math.Max(0, now.Uptime - age), reading.Watts, reading.Volts, reading.Battery));
        }

        return false;
    }

    /// <summary>Dates what is held, when the clock is believed. The same readings and offset always give the same times.</summary>
    /// <param name="fix">Gets the offset before the first reading is dated by it.</param>
    /// <param name="take">Gets the samples; when it returns they are safe.</param>
    /// <returns>How many; 0 while the clock is not believed.</returns>
    public int Release(Action<long, HeldReading[]> fix, Action<Sample[]> take)
    {
        ArgumentNullException.ThrowIfNull(fix);
        ArgumentNullException.ThrowIfNull(take);
        long offset;
        lock (_gate)
        {
            var now = ClockReading.Read(time);
            if (Judge(now).Doubt is not null) return 0;
            offset = now.Offset;
        }

        var readings = held.Peek(out var end);
        if (readings.Length == 0) return 0;
        fix(offset, readings);
        take(Date(readings, offset));
        held.Remove(end);
        Dated(logger, readings.Length);
        return readings.Length;
    }

    /// <param name="offset">See <see cref="ClockReading.Offset"/>.</param>
    public Sample[] Date(IReadOnlyList<HeldReading> readings, long offset)
    {
        ArgumentNullException.ThrowIfNull(readings);
        lock (_gate) return [.. readings.Select(reading => reading.At(GivenTo(reading.SensorId).Give(reading.Uptime + offset)))];
    }

    /// <summary>A reading's sentence while it waits.</summary>
    /// <param name="doubt">See <see cref="ClockVerdict.Doubt"/>.</param>
    public Sentence Explain(Sentence doubt)
    {
        var dropped = held.Dropped;
        return dropped > 0 ? new Sentence("Clock_WaitingDropped", doubt, held.Count, dropped) : new Sentence("Clock_Waiting", doubt, held.Count);
    }

    private ClockVerdict Judge(ClockReading now)
    {
        var verdict = trust.Judge(now);
        if (_wasBelieved && verdict.Doubt is { } doubt) Doubted(logger, doubt.ToString());
        _wasBelieved = verdict.Doubt is null;
        clock.Sentence = verdict.Doubt?.ToString();
        return verdict;
    }

    /// <summary>How long ago a driver took the time, in microseconds.</summary>
    /// <param name="before">The offset before this look at the clock: it may have been set since the driver looked.</param>
    private static long AgeOf(long at, ClockReading now, long? before)
    {
        var age = now.Wall - at;
        // By the clock as it was a moment ago, if that makes more sense: drivers say when it is now.
        if (before is { } old && Math.Abs(now.Uptime + old - at) < Math.Abs(age)) age = now.Uptime + old - at;
        return Math.Abs(age) <= Furthest ? age : 0;
    }

    private GivenTimes GivenTo(int sensorId) =>
        _given.TryGetValue(sensorId, out var times) ? times : _given[sensorId] = new GivenTimes();

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Doubt}. Readings wait for it.")]
    private static partial void Doubted(ILogger logger, string doubt);

    [LoggerMessage(Level = LogLevel.Information, Message = "The clock is believed: {Count} readings that waited for it have their dates.")]
    private static partial void Dated(ILogger logger, int count);
}
