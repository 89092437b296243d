namespace PowerMeter.Shared.W3bstream;

/// <summary>How the readings for W3bstream get on.</summary>
public enum LinkState
{
    /// <summary>It is not known: the database is away.</summary>
    Unknown,

    /// <summary>Nothing is forwarded.</summary>
    Off,

    /// <summary>All was sent, and nothing has been for a while.</summary>
    Ready,

    Sending,

    /// <summary>Readings wait for longer than one that is on its way.</summary>
    Waiting,

    /// <summary>Nothing is made or sent until the network is back, or somebody has looked why.</summary>
    Fault,
}
