namespace PowerMeter.Tests.W3bstreamNode.Arrivals;

/// <summary>Whether a reading had come before.</summary>
public enum Repeat
{
    None,

    /// <summary>The same event once more: allowed, as an answer may have been lost.</summary>
    SameEvent,

    /// <summary>Another event for the same device and time: the sender has made a reading twice.</summary>
    SameWindow,
}
