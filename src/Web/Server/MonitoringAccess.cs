namespace PowerMeter.Web.Server;

/// <summary>Who may read /metrics and the detailed health.</summary>
public enum MonitoringAccess
{
    /// <summary>Nobody: they are not there.</summary>
    Off,

    /// <summary>Callers from private addresses (<c>PrivateAddress</c>) under a name of the own network (<c>OwnHost</c>).</summary>
    Lan,

    /// <summary>Whoever brings a bearer token or a session cookie.</summary>
    Token,

    /// <summary>Everybody.</summary>
    All,
}
