namespace PowerMeter.Web.Components.Dashboard;

/// <summary>Power at a moment.</summary>
/// <param name="Time">Unix milliseconds.</param>
public readonly record struct PowerPoint(long Time, double Watts);
