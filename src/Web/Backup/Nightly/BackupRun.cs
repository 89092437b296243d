namespace PowerMeter.Web.Backup.Nightly;

/// <summary>A backup that the base station made by itself, or tried to.</summary>
/// <param name="Host">The machine whose directory has it.</param>
/// <param name="File">Null: it failed.</param>
/// <param name="Error">Why; null: it is there, and was verified.</param>
public sealed record BackupRun(string Host, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, string? File, long? Bytes, long? Samples, string? Error);
