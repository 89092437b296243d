using System.Globalization;
using NodaTime;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Receiver.Dating;

/// <summary>
/// Says whether the wall clock can be believed. In this order:
/// <list type="number">
/// <item>At or after 2100, where no sample can be: never believed.</item>
/// <item>The kernel says synchronised: believed, whatever else holds. Then a newest sample or a build date that lies ahead is what is wrong.
/// Only a machine that would have started before 2000 is not: its time server has no clock either, and serves its own.</item>
/// <item>Before the day this program was built: never believed. Time does not heal that; somebody must set the clock.</item>
/// <item>The kernel says unsynchronised, no clock runs while the machine is off, and the machine started less than
/// <see cref="ClockOptions.Settle"/> ago: not yet believed, since a time server usually answers soon. After that it is believed
/// as it is: a site without a time server sets its clock by hand, or lives with it.</item>
/// <item>Before the newest sample, so set back: not believed until it has passed that sample, or has run for
/// <see cref="ClockOptions.Settle"/> without being set. After that it is the newest sample that has the wrong time, from a
/// day on which the clock was ahead. What is read meanwhile is kept, and dated by the clock as it is then.</item>
/// <item>Else believed; also when the kernel does not say, as in some containers.</item>
/// </list>
/// Not for several threads.
/// </summary>
public sealed class ClockTrust(IKernelClock kernel, ClockOptions options, Instant built)
{
    /// <summary>Microseconds; a change of the offset by less is no step.</summary>
    public const long LeastStep = 100_000;

    private static readonly long FirstPossible = Sample.Earliest.ToUnixMicroseconds();
    private static readonly long FirstTooLate = Sample.Latest.ToUnixMicroseconds();

    private readonly long _settle = options.Settle.Ticks / TimeSpan.TicksPerMicrosecond;
    private ClockVerdict _verdict = ClockVerdict.Believed;
    private long? _judgedAt;

    /// <summary>What the clock was last seen to add to the uptime, in microseconds; null before the first look.</summary>
    public long? Offset { get; private set; }

    /// <summary>The uptime in microseconds since which nobody is known to have set the clock.</summary>
    public long SteadySince { get; private set; }

    /// <summary>The newest sample that was accepted, in microseconds since 1970; null when none is known.</summary>
    public long? Newest { get; private set; }

    private bool HasAccepted { get; set; }

    /// <summary>What is known from before: of another process, and of the database. Once this process has accepted a sample it knows better.</summary>
    public void Know(long newest)
    {
        if (HasAccepted || newest <= Newest) return;
        Newest = newest;
        _judgedAt = null;
    }

    /// <summary>What a Receiver that ran since the same start of the machine saw: nobody has set the clock since.</summary>
    public void KnowSteady(long since, long offset) => (SteadySince, Offset) = (since, offset);

    /// <summary>A sample of this time (microseconds) was accepted just now, from a clock that is believed.</summary>
    public void Accept(long time, ClockReading now)
    {
        HasAccepted = true;
        // Set, not raised: a clock that is believed says better what the newest is than one that was wrong before.
        Newest = Math.Min(time, now.Wall);
    }

    public ClockVerdict Judge(ClockReading now)
    {
        var stepped = Offset is not { } offset || Math.Abs(now.Offset - offset) >= LeastStep;
        if (stepped)
        {
            SteadySince = now.Uptime;
            Offset = now.Offset;
        }

        // Often enough: the kernel learns of a time server once, and a step shows by itself.
        if (!stepped && now.Uptime - _judgedAt < UnixMicroseconds.PerSecond) return _verdict;
        var verdict = JudgeAnew(now);
        // The text of a trouble that goes on stays as it was.
        if (stepped || verdict.Doubt is null || _verdict.Doubt is null || verdict.IsFault != _verdict.IsFault) _verdict = verdict;
        _judgedAt = now.Uptime;
        return _verdict;
    }

    private ClockVerdict JudgeAnew(ClockReading now)
    {
        var sync = kernel.ReadSync();
        // Each start of a machine without a clock of its own begins like this: nothing is wrong yet.
        var starting = now.Uptime < _settle && !kernel.RunsWhileOff;
        if (now.Wall >= FirstTooLate)
            return new ClockVerdict(new Sentence("Clock_TooLate", Format(now.Instant)), !starting);
        if (sync == ClockSync.Synchronised && now.Offset >= FirstPossible) return ClockVerdict.Believed;
        if (now.Instant < built)
            return new ClockVerdict(new Sentence("Clock_BeforeBuild", Format(now.Instant), Format(built)[..10]), !starting);
        if (sync == ClockSync.Unsynchronised && starting)
            return new ClockVerdict(new Sentence("Clock_NotSet", Format(now.Instant), options.Settle.TotalMinutes), IsFault: false);
        if (now.Wall < Newest && now.Uptime - SteadySince < _settle)
            return new ClockVerdict(
                new Sentence("Clock_BeforeNewest", Format(now.Instant), Format(UnixMicroseconds.ToInstant(Newest.Value)), options.Settle.TotalMinutes), !starting);
        return ClockVerdict.Believed;
    }

    private static string Format(Instant instant) => instant.ToString("uuuu-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
