namespace PowerMeter.Shared.Database;

/// <summary>The advisory locks around changes of the tariffs: <c>(Class, one of the others)</c>.</summary>
public static class TariffLock
{
    public const int Class = 0x504E;

    /// <summary>Who asks for a change: one at a time.</summary>
    public const int Asking = 1;

    /// <summary>The Processor that works a change off.</summary>
    public const int Working = 2;
}
