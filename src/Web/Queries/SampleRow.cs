namespace PowerMeter.Web.Queries;

/// <summary>A sample with all that the database keeps of it.</summary>
/// <param name="Id">Ascends as rows are written; unique.</param>
/// <param name="Time">Unix microseconds.</param>
/// <param name="Volts">Null when the sensor does not say.</param>
/// <param name="Battery">Percent, or the cell's volts for a sensor that says no more; null when it says nothing.</param>
/// <param name="NightRate">Whether the off-peak tariff held.</param>
public readonly record struct SampleRow(long Id, long Time, double Watts, float? Volts, float? Battery, bool NightRate);
