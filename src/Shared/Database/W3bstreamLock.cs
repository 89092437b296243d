namespace PowerMeter.Shared.Database;

/// <summary>The advisory locks of the readings for W3bstream: <c>(Class, one of the others)</c>.</summary>
public static class W3bstreamLock
{
    public const int Class = 0x504F;

    /// <summary>The Processor that makes and sends readings, for as long as its session lasts.</summary>
    public const int Duty = 1;

    /// <summary>Who makes readings, for a transaction: what has been made changes for one at a time.</summary>
    public const int Making = 2;
}
