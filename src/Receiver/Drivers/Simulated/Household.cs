using NodaTime;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Receiver.Drivers.Simulated;

/// <summary>
/// A plausible home of about 3,500 kWh a year: what stands by, a fridge, and what its people switch on, by the clock on
/// their wall, the day of the week and the season. The same seed, zone and moment always give the same watts. It keeps
/// the day it was last asked for, so moments in order are quick; not for several threads.
/// </summary>
public sealed class Household(int seed, DateTimeZone zone)
{
    private const long FridgeCycle = 45 * UnixMicroseconds.PerMinute;

    private HouseholdDay? _day;

    /// <summary>Always between 80 and 12,000 W.</summary>
    public double WattsAt(Instant instant)
    {
        var microseconds = instant.ToUnixMicroseconds();
        if (_day is null || !_day.Contains(microseconds)) _day = HouseholdDay.Of(seed, zone, instant.InZone(zone).Date);
        var watts = 105 + Fridge(microseconds) + _day.RunningWatts(microseconds);
        var noise = ChanceStream.At(seed, microseconds) - 0.5;
        return Math.Round(watts * (1 + 0.02 * noise) + 6 * noise, 1);
    }

    /// <summary>85 W for 12 to 18 minutes of each cycle, starting anywhere in its first ten.</summary>
    private double Fridge(long microseconds)
    {
        var start = UnixMicroseconds.Floor(microseconds, FridgeCycle);
        var on = start + (long)(10 * UnixMicroseconds.PerMinute * ChanceStream.At(seed + 1, start));
        var off = on + (long)((12 + 6 * ChanceStream.At(seed + 2, start)) * UnixMicroseconds.PerMinute);
        return microseconds >= on && microseconds < off ? 85 : 0;
    }
}
