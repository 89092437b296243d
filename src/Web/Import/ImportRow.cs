namespace PowerMeter.Web.Import;

/// <summary>What a source says of one moment.</summary>
/// <param name="Line">Where it stands in the source, from 1.</param>
/// <param name="Time">Unix microseconds.</param>
/// <param name="Value">As its <see cref="SeriesKind"/> says: watts or watt-hours.</param>
/// <param name="Night">The off-peak tariff held, as the source says; null when it does not.</param>
public readonly record struct ImportRow(long Line, long Time, double Value, float? Volts, float? Battery, bool? Night)
{
    /// <summary>Whether it says the same of the same moment.</summary>
    public bool Repeats(in ImportRow other) =>
        Time == other.Time && Value.Equals(other.Value) && Nullable.Equals(Volts, other.Volts) && Nullable.Equals(Battery, other.Battery);
}
