namespace PowerMeter.Web.Monitoring;

/// <summary>How something is; each is worse than the one before it.</summary>
public enum HealthStatus
{
    Ok,

    /// <summary>It works, and somebody should look at it.</summary>
    Degraded,

    /// <summary>It does not work.</summary>
    Down,
}
