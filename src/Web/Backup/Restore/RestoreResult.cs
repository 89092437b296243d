using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Backup.Restore;

/// <summary>What a restore has done.</summary>
/// <param name="BackupOfBefore">The file that has what was there before; null when there was nothing, or no backup of it was wanted.</param>
/// <param name="SetAgain">Secrets that have to be set again, such as <c>aes_key of the sensor 'Kitchen'</c>.</param>
/// <param name="KeptIdentity">Where the key is that the device had before; null when it had none or keeps it.</param>
public sealed record RestoreResult(string? BackupOfBefore, IReadOnlyList<Sentence> SetAgain, string? KeptIdentity);
