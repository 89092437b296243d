namespace PowerMeter.Shared.Display;

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

    /// <summary>Readings wait for the network.</summary>
    Waiting,

    /// <summary>Nothing is made or sent, and somebody should look why.</summary>
    Fault,
}
