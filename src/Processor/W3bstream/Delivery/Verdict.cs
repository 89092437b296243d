namespace PowerMeter.Processor.W3bstream.Delivery;

/// <summary>What becomes of a message after an attempt.</summary>
internal enum Verdict
{
    /// <summary>The network has it: it leaves the outbox.</summary>
    Accepted,

    /// <summary>The network will never take it: it is kept as failed, and the next one is sent.</summary>
    Refused,

    /// <summary>The network was not reached, or cannot take it now: it is sent again, for ever.</summary>
    Retry,
}
