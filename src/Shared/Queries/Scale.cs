namespace PowerMeter.Shared.Queries;

/// <summary>How much time the chart shows.</summary>
public enum Scale
{
    Now,
    Day,
    Week,
    Month,
    Year,
}
