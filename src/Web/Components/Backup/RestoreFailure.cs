namespace PowerMeter.Web.Components.Backup;

/// <summary>What is said of a restore that failed, when it is known that nothing was changed. Pure.</summary>
public static class RestoreFailure
{
    /// <summary>Most reasons end with it: then it is not said twice.</summary>
    /// <param name="unchanged">That nothing was changed, in the reader's language.</param>
    /// <param name="reason">In the same language; null when it is not known.</param>
    public static string Says(string unchanged, string? reason)
    {
        ArgumentNullException.ThrowIfNull(unchanged);
        if (string.IsNullOrEmpty(reason)) return unchanged;
        return reason.EndsWith(unchanged, StringComparison.Ordinal) ? reason : $"{reason} {unchanged}";
    }
}
