using NodaTime;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Receiver.Drivers.Simulated;

/// <summary>What the people of the <see cref="Household"/> switch on during one day. Times are hours of the day.</summary>
internal sealed class HouseholdHabits
{
    private readonly List<ApplianceRun> _runs = [];
    private readonly ChanceStream _chance;
    private readonly long _midnight;
    private readonly bool _weekend;

    /// <summary>1 in mid January, −1 in mid July.</summary>
    private readonly double _winter;

    /// <param name="midnight">The start of the local day, microseconds since 1970.</param>
    public HouseholdHabits(int seed, LocalDate date, long midnight)
    {
        _chance = new ChanceStream(seed, (date - new LocalDate(1970, 1, 1)).Days);
        _midnight = midnight;
        _weekend = date.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday;
        _winter = Math.Cos(2 * Math.PI * (date.DayOfYear - 15) / 365.25);
        Night();
        Morning();
        Noon();
        Evening();
    }

    public IReadOnlyList<ApplianceRun> Runs => _runs;

    /// <summary>The water heater, when the off-peak hours begin.</summary>
    private void Night() => Add(22.5, _chance.Between(0.8, 1.4) + 0.2 * _winter, 1800);

    private void Morning()
    {
        var up = _weekend ? _chance.Between(8.2, 9.6) : _chance.Between(6.3, 7.0);
        var sunrise = 7.3 + 1.2 * _winter;
        if (sunrise > up) Add(up, Math.Min(sunrise - up, 2), 130);
        Kettle(up + _chance.Between(0.1, 0.4));
        if (_chance.Happens(0.6)) Add(up + 0.4, _chance.Between(0.05, 0.1), 850); // toaster
        if (_chance.Happens(0.5)) Add(up + 0.2, _chance.Between(0.08, 0.15), 1400); // hair dryer
        Heat(up - 0.5, _weekend ? 3 : 2);
        if (_weekend && _chance.Happens(0.5)) Add(up + 2, _chance.Between(0.2, 0.5), 1100); // vacuum cleaner
    }

    private void Noon()
    {
        if (_weekend)
        {
            Cook(_chance.Between(11.6, 12.4), _chance.Between(0.5, 1));
            Add(14, _chance.Between(1, 3), 120);
            Kettle(_chance.Between(15.5, 17));
        }

        if (_chance.Happens(_weekend ? 0.7 : 0.2)) Wash(_weekend ? _chance.Between(10, 15) : _chance.Between(18, 19.5));
    }

    private void Evening()
    {
        var home = _weekend ? 16 : _chance.Between(17.2, 18.4);
        var bed = _chance.Between(22.4, 23.4) + (_weekend ? 0.6 : 0);
        var lights = Math.Max(home, 19.2 - 2.6 * _winter);
        if (lights < bed) Add(lights, bed - lights, _chance.Between(110, 190));
        Heat(home, bed - home);
        Kettle(home + _chance.Between(0.2, 0.8));
        Cook(_chance.Between(18.7, 19.6), _chance.Between(0.5, 0.9));
        var television = _chance.Between(19.8, 20.8);
        Add(television, bed - television, 120);
        if (_chance.Happens(0.5)) Kettle(television + 0.8);
        if (_chance.Happens(0.55)) Dishes(_chance.Between(20.5, 21.5));
    }

    private void Kettle(double hour) => Add(hour, _chance.Between(2.2, 4.5) / 60, _chance.Between(1950, 2150));

    /// <summary>Two rings by thermostat, and sometimes the oven.</summary>
    private void Cook(double hour, double hours)
    {
        Add(hour, hours, 1500, cycleSeconds: 60, share: 0.45);
        if (_chance.Happens(_weekend ? 0.6 : 0.25)) Add(hour, hours + 0.2, 2200, cycleSeconds: 150, share: 0.5);
    }

    private void Wash(double hour)
    {
        Add(hour + 0.05, 0.3, 2000);
        Add(hour, 1.3, 180, cycleSeconds: 20, share: 0.6);
        Add(hour + 1.15, 0.15, 450);
    }

    private void Dishes(double hour)
    {
        Add(hour, 1.4, 70);
        Add(hour + 0.2, 0.25, 1900);
        Add(hour + 1, 0.2, 1900);
    }

    /// <summary>An electric heater in the cold half of the year, more the colder it is.</summary>
    private void Heat(double hour, double hours)
    {
        var cold = _winter + _chance.Between(-0.3, 0.3);
        if (cold > 0 && hours > 0) Add(hour, hours, 1000, cycleSeconds: 600, share: Math.Min(1, 0.6 * cold));
    }

    private void Add(double hour, double hours, double watts, int cycleSeconds = 0, double share = 1)
    {
        var start = _midnight + (long)(hour * UnixMicroseconds.PerHour);
        var cycle = cycleSeconds * UnixMicroseconds.PerSecond;
        _runs.Add(new ApplianceRun(start, start + (long)(hours * UnixMicroseconds.PerHour), watts, cycle, (long)(cycle * share)));
    }
}
