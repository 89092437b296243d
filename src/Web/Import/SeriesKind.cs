namespace PowerMeter.Web.Import;

/// <summary>What the value of a row means.</summary>
public enum SeriesKind
{
    /// <summary>Watts at that moment: a sample as we keep it.</summary>
    Power,

    /// <summary>Mean watts from that moment on, for one interval of the source.</summary>
    MeanPower,

    /// <summary>A meter's reading at that moment, in watt-hours.</summary>
    Counter,
}
