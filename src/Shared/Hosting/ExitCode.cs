namespace PowerMeter.Shared.Hosting;

/// <summary>What a process tells its supervisor when it ends.</summary>
public static class ExitCode
{
    public const int Success = 0;

    /// <summary>Something that waiting does not heal; the message on standard error says what.</summary>
    public const int Failure = 1;
}
