namespace PowerMeter.Web.Components.Charts;

/// <summary>What the chart's height means: mean power, energy or its cost.</summary>
public enum ChartUnit
{
    Watts,
    Kwh,
    Money,
}
