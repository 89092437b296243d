namespace PowerMeter.Web.Monitoring;

/// <summary>As the TYPE line says it.</summary>
public enum MetricKind
{
    Gauge,
    Counter,
    Histogram,
}
