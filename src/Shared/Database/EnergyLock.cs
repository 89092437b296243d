namespace PowerMeter.Shared.Database;

/// <summary>The advisory locks that keep a sensor's roll-ups to one transaction at a time: <c>(Class, sensor's id)</c>.</summary>
public static class EnergyLock
{
    public const int Class = 0x504D;
}
