namespace PowerMeter.Web.Components.Charts;

/// <summary>What the chart shows first.</summary>
/// <param name="Key">The view, the sensors and the language that it belongs to.</param>
internal sealed record ChartFirstPicture(string Key, ChartData Data);
