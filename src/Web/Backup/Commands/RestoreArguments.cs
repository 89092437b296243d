namespace PowerMeter.Web.Backup.Commands;

/// <summary>What stands after <c>--restore</c>.</summary>
/// <param name="File">- for standard input.</param>
/// <param name="IsConfirmed">Nobody is asked.</param>
/// <param name="PassphraseFile">Null: a terminal is asked.</param>
/// <param name="WithoutSecrets">The file's secrets are left where they are.</param>
/// <param name="WithoutBackup">What is there now is not backed up first.</param>
internal sealed record RestoreArguments(string File, bool IsConfirmed, string? PassphraseFile, bool WithoutSecrets, bool WithoutBackup);
