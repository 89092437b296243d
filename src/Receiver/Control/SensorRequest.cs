namespace PowerMeter.Receiver.Control;

/// <summary>What Web asks this machine: a row of <c>sensor_requests</c>.</summary>
/// <param name="Kind"><c>probe</c> or <c>read</c>; what follows is null for the first.</param>
/// <param name="Limit">How long it may take.</param>
/// <param name="Driver">See <see cref="Shared.Sensors.SensorKind"/>.</param>
/// <param name="Settings">A JSON object, whose secrets are protected.</param>
/// <param name="PeriodSeconds">0.001 to 86,400.</param>
/// <param name="Calibration">0.1 to 10.</param>
public sealed record SensorRequest(long Id, string Kind, TimeSpan Limit, string? Driver, string? Settings, double? PeriodSeconds, double? Calibration);
