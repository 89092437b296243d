namespace PowerMeter.Web.Api.V1;

/// <summary>A page of samples. It is written row by row, never as an object: see <see cref="Rows.SamplePageJson"/>.</summary>
/// <param name="Samples">By time.</param>
/// <param name="NextCursor">For the parameter cursor of the next page; null when this is the last.</param>
internal sealed record SamplesAnswer(IReadOnlyList<SampleAnswer> Samples, string? NextCursor);

/// <summary>A stored sample.</summary>
/// <param name="Time">RFC 3339 in UTC.</param>
/// <param name="Watts">Negative when the flow is reversed.</param>
/// <param name="Volts">Null when the sensor does not say.</param>
/// <param name="Battery">Percent, or the cell's volts for a sensor that says no more; null when it says nothing.</param>
/// <param name="NightRate">Whether the off-peak tariff held.</param>
/// <param name="Id">The number that the compatible calls know it by.</param>
internal sealed record SampleAnswer(string Time, double Watts, float? Volts, float? Battery, bool NightRate, long Id);
