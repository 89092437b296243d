namespace PowerMeter.Web.Components.Data;

/// <summary>A sensor to choose from. Plain values: it goes with the page from the first picture to the live one.</summary>
public sealed record DataSensor(int Id, string Name, double MaxGapSeconds);
