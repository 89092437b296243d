namespace PowerMeter.Web.Components.Charts;

/// <summary>A sensor that the chart shows, alone or among others.</summary>
/// <param name="MaxGapSeconds">A longer silence is a gap.</param>
public sealed record ChartSensor(int Id, string Name, double MaxGapSeconds);
