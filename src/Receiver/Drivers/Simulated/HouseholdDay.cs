using NodaTime;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Receiver.Drivers.Simulated;

/// <summary>What runs on one local day, including what the evening before left running past midnight.</summary>
internal sealed class HouseholdDay
{
    private readonly long _start;
    private readonly long _end;
    private readonly ApplianceRun[] _runs;

    private HouseholdDay(long start, long end, ApplianceRun[] runs)
    {
        _start = start;
        _end = end;
        _runs = runs;
    }

    public static HouseholdDay Of(int seed, DateTimeZone zone, LocalDate date)
    {
        var start = StartOf(zone, date);
        var end = StartOf(zone, date.PlusDays(1));
        var before = date.PlusDays(-1);
        var runs = new HouseholdHabits(seed, before, StartOf(zone, before)).Runs
            .Concat(new HouseholdHabits(seed, date, start).Runs)
            .Where(run => run.End > start && run.Start < end);
        return new HouseholdDay(start, end, [.. runs]);
    }

    /// <param name="microseconds">Since 1970.</param>
    public bool Contains(long microseconds) => _start <= microseconds && microseconds < _end;

    public double RunningWatts(long microseconds)
    {
        var watts = 0.0;
        foreach (ref readonly var run in _runs.AsSpan()) watts += run.WattsAt(microseconds);
        return watts;
    }

    private static long StartOf(DateTimeZone zone, LocalDate date) => zone.AtStartOfDay(date).ToInstant().ToUnixMicroseconds();
}
