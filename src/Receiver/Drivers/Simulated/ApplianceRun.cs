namespace PowerMeter.Receiver.Drivers.Simulated;

/// <summary>An appliance that is on for a while; one with a thermostat only for a share of each cycle.</summary>
/// <param name="Start">Microseconds since 1970; included.</param>
/// <param name="End">Excluded.</param>
/// <param name="Cycle">Microseconds of a thermostat's cycle; 0: always on.</param>
/// <param name="On">Microseconds of the cycle in which it is on.</param>
internal readonly record struct ApplianceRun(long Start, long End, double Watts, long Cycle, long On)
{
    public double WattsAt(long microseconds)
    {
        if (microseconds < Start || microseconds >= End) return 0;
        return Cycle == 0 || (microseconds - Start) % Cycle < On ? Watts : 0;
    }
}
