namespace PowerMeter.Web.Components.Charts;

/// <summary>What a chart is drawn against, as an outline behind it.</summary>
public enum Comparison
{
    None,

    /// <summary>The day, week, month or year before.</summary>
    Previous,

    /// <summary>The same day, week or month of the year before.</summary>
    Year,
}
