using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Backup.Restore;

/// <summary>The last restore of the page's, as the next start of this process finds it. Nothing secret is in it.</summary>
/// <param name="FileName">As the browser called it.</param>
/// <param name="MadeAt">Of the backup.</param>
/// <param name="EpochBefore">Which life of the database it was to replace; null before there was such a thing.</param>
/// <param name="Result">Null: it failed, or was broken off.</param>
/// <param name="Error">Why nothing was changed; null with a result, and while it goes on.</param>
public sealed record RestoreRecord(string FileName, DateTimeOffset MadeAt, DateTimeOffset StartedAt, Guid? EpochBefore, RestoreResult? Result, Sentence? Error);
