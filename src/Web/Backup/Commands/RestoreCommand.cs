using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;
using PowerMeter.Web.Backup.Format;
using PowerMeter.Web.Backup.Restore;
using PowerMeter.Web.Backup.Secrets;
using PowerMeter.Web.Setup;

namespace PowerMeter.Web.Backup.Commands;

/// <summary>Restores from the command line: checks, asks, backs up what is there, and replaces it.</summary>
internal static class RestoreCommand
{
    private const string Allowed = "--yes, --passphrase-file FILE|-, --no-secrets and --no-backup";

    /// <param name="arguments">After <c>--restore</c>.</param>
    public static Task<int> RunAsync(IReadOnlyList<string> arguments) => CommandFailures.GuardAsync(async cancel =>
    {
        var wanted = Parse(arguments);
        var configuration = CommandSettings.Read();
        var options = BackupOptions.Read(configuration);
        var progress = new BackupProgress();
        await using var owner = CommandSettings.Database(configuration, "powermeter-restore");
        var restorer = new Restorer(owner, SecretPlaces.Read(configuration), progress, TimeProvider.System);
        await using var shown = CommandProgress.Show(progress, isShown: true);
        await using var file = await BackupFile.OpenAsync(await InputFile.OpenSeekableAsync(wanted.File, Path.GetTempPath(), cancel), progress, cancel);
        var passphrase = file.Manifest.Secrets && !wanted.WithoutSecrets ? PassphraseSource.Read(wanted.PassphraseFile, twice: false) : null;
        var secrets = await restorer.CheckAsync(file, passphrase, wanted.WithoutSecrets, cancel);
        await shown.DisposeAsync();
        var target = await RestoreTarget.ReadAsync(owner, cancel);
        Confirm(wanted, file, target);
        var before = target.HasData && !wanted.WithoutBackup ? await BackupOfBefore.MakeAsync(owner, new BackupDirectory(options), progress, TimeProvider.System, cancel) : null;
        var result = await restorer.RestoreAsync(file, secrets, cancel);
        await TellAsync(file, result with { BackupOfBefore = before });
        return ExitCode.Success;
    }, replaces: true);

    private static RestoreArguments Parse(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0 || (arguments[0].StartsWith('-') && arguments[0] != "-")) throw new SettingException("--restore needs first a file, or - for standard input.");
        var words = new ArgumentWords(arguments, 1);
        var wanted = new RestoreArguments(arguments[0], false, null, false, false);
        while (words.Next() is { } option)
            wanted = option switch
            {
                "--yes" => wanted with { IsConfirmed = true },
                "--passphrase-file" => wanted with { PassphraseFile = words.Value("a file with the passphrase, or - for standard input") },
                "--no-secrets" => wanted with { WithoutSecrets = true },
                "--no-backup" => wanted with { WithoutBackup = true },
                _ => throw new SettingException($"--restore does not know '{option}'; allowed: {Allowed}."),
            };
        if (wanted is { File: "-", PassphraseFile: "-" }) throw new SettingException("The backup and its passphrase cannot both come from standard input: give one of them as a file.");
        if (wanted is { WithoutSecrets: true, PassphraseFile: not null }) throw new SettingException("--passphrase-file has no use with --no-secrets: give one of them.");
        return wanted;
    }

    private static void Confirm(RestoreArguments wanted, BackupFile file, RestoreTarget target)
    {
        if (wanted.IsConfirmed) return;
        if (Console.IsInputRedirected) throw new BackupException(new Sentence("Backup_NobodyToAsk"));
        Console.Error.WriteLine($"In the backup: {BackupSummary.Of(file.Manifest, file.Length)}");
        Console.Error.Write(target.HasData
            ? $"It replaces everything that the database has now ({target.Users} accounts, {target.Sensors} sensors, all samples). Type yes to go on: "
            : "The database has nothing yet. Type yes to go on: ");
        if (!string.Equals(Console.ReadLine()?.Trim(), "yes", StringComparison.OrdinalIgnoreCase)) throw new BackupException(new Sentence("Backup_NotConfirmed"));
    }

    private static async Task TellAsync(BackupFile file, RestoreResult result)
    {
        if (result.BackupOfBefore is { } before) await Console.Error.WriteLineAsync($"What was there before is in {before} (without secrets).");
        await Console.Error.WriteLineAsync($"Restored: {BackupSummary.Of(file.Manifest, file.Length)}");
        foreach (var secret in result.SetAgain) await Console.Error.WriteLineAsync($"To be set again: {secret}.");
        if (result.KeptIdentity is { } kept) await Console.Error.WriteLineAsync($"The device's key of before is kept in {kept}.");
    }
}
