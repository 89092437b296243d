namespace PowerMeter.Receiver.Dating;

/// <summary>What the kernel says of its wall clock.</summary>
public enum ClockSync
{
    /// <summary>It does not say, as in some containers.</summary>
    Unknown,

    /// <summary>A time server, or a program that knows the time, keeps it right.</summary>
    Synchronised,

    Unsynchronised,
}
