namespace PowerMeter.Shared.W3bstream;

/// <summary>Which network the messages are for.</summary>
public enum W3bstreamProfile
{
    /// <summary>The message of the power-meter tutorial, posted with a publisher's token.</summary>
    Devnet,

    /// <summary>A task of the current network.</summary>
    Task,
}
