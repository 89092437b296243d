namespace PowerMeter.Shared.Measurement;

/// <summary>One level of the roll-ups: its table and the length of its buckets, which start at whole multiples in UTC.</summary>
public sealed record EnergyTier(string Table, long LengthMicroseconds)
{
    public static readonly EnergyTier Minutes = new("energy_minutes", UnixMicroseconds.PerMinute);

    /// <summary>The settlement period of the European electricity market; also divides the odd zones' offsets.</summary>
    public static readonly EnergyTier Quarters = new("energy_quarters", 15 * UnixMicroseconds.PerMinute);

    public static readonly EnergyTier Hours = new("energy_hours", UnixMicroseconds.PerHour);

    /// <summary>From coarse to fine.</summary>
    public static readonly IReadOnlyList<EnergyTier> CoarseToFine = [Hours, Quarters, Minutes];

    public long Floor(long microseconds) => UnixMicroseconds.Floor(microseconds, LengthMicroseconds);

    public long Ceiling(long microseconds) => UnixMicroseconds.Ceiling(microseconds, LengthMicroseconds);
}
