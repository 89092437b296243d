namespace PowerMeter.Web.Queries;

/// <summary>What a sensor measures, such as Electricity.</summary>
public sealed record MeasureTypeView(int Id, string Name);
