namespace PowerMeter.Web.Components.Data;

/// <summary>The parts of the data page.</summary>
public enum DataView
{
    Days,
    Samples,
    Gaps,
    Corrections,
    Transfer,
}
