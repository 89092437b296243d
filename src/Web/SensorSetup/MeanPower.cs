namespace PowerMeter.Web.SensorSetup;

/// <summary>What a sensor measured over a while.</summary>
/// <param name="Watts">Mean over the covered time; null without any.</param>
/// <param name="CoveredSeconds">For how long of it there are samples.</param>
public sealed record MeanPower(double? Watts, double CoveredSeconds);
