using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Monitoring;

/// <summary>How the backups get on that the base station makes by itself.</summary>
/// <param name="AgeSeconds">Since the last good one was begun; without any, since this life of the database.</param>
/// <param name="Bytes">Of the last good one; null: there is none yet.</param>
/// <param name="Error">Why the one after it was not made, in English; null: none failed since.</param>
public sealed record BackupFigures(double AgeSeconds, long? Bytes, string? Error)
{
    /// <summary><see cref="Error"/> for a page; null when this version has no such sentence.</summary>
    public Sentence? ErrorSaid { get; init; }
}
