namespace PowerMeter.Web.Import;

/// <summary>The energy of ascending samples, joined by straight lines across gaps of at most max_gap: the rule of the roll-ups, without bins.</summary>
internal struct LineIntegral(long maxGap)
{
    private bool _started;
    private long _time;
    private double _watts;

    public double WattHours { get; private set; }

    public void Add(long time, double watts)
    {
        if (_started && time - _time <= maxGap)
            WattHours += (_watts + watts) / 2 * ((time - _time) / (double)Shared.Measurement.UnixMicroseconds.PerHour);
        (_started, _time, _watts) = (true, time, watts);
    }
}
