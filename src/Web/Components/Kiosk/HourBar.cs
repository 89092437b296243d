namespace PowerMeter.Web.Components.Kiosk;

/// <summary>An hour of today.</summary>
/// <param name="Label">The hour of the day where it begins, such as 6.</param>
/// <param name="IsMissing">It is over, and nothing of it was measured.</param>
public sealed record HourBar(int Label, double PeakWattHours, double OffPeakWattHours, bool IsMissing);
