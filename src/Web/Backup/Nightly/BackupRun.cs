using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Backup.Nightly;

/// <summary>A backup that the base station made by itself, or tried to.</summary>
/// <param name="Host">The machine whose directory has it.</param>
/// <param name="File">Null: it failed.</param>
/// <param name="Error">Why, in English; null: it is there, and was verified.</param>
public sealed record BackupRun(string Host, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, string? File, long? Bytes, long? Samples, string? Error)
{
    /// <summary><see cref="Error"/> for a page; null when this version has no such sentence.</summary>
    public Sentence? ErrorSaid { get; init; }
}
