namespace PowerMeter.Web.Components.W3bstream;

/// <summary>How the way to the network is, in a word.</summary>
public enum LinkState
{
    /// <summary>Nothing is to be sent.</summary>
    Off,

    /// <summary>Readings go through.</summary>
    Sending,

    /// <summary>Readings wait for the network, or the network for readings.</summary>
    Waiting,

    /// <summary>Nothing can be made or sent until somebody looks at it, or the network is back.</summary>
    Fault,
}
