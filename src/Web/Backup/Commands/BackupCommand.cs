using Microsoft.Win32.SafeHandles;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;
using PowerMeter.Web.Backup.Format;
using PowerMeter.Web.Backup.Secrets;
using PowerMeter.Web.Server;
using PowerMeter.Web.Setup;

namespace PowerMeter.Web.Backup.Commands;

/// <summary>Backs up to a file or standard output, and looks whether a file is whole.</summary>
internal static class BackupCommand
{
    private const int BrokenPipe = 32; // errno(3): EPIPE
    private const string Allowed = "--secrets, --passphrase-file FILE|- and --force";

    /// <param name="arguments">After <c>--backup</c>.</param>
    public static Task<int> SaveAsync(IReadOnlyList<string> arguments) => CommandFailures.GuardAsync(async cancel =>
    {
        if (arguments.Count == 0 || (arguments[0].StartsWith('-') && arguments[0] != "-")) throw new SettingException("--backup needs first a file, or - for standard output.");
        var words = new ArgumentWords(arguments, 1);
        var (file, withSecrets, passphraseFile, force) = (arguments[0], false, (string?)null, false);
        while (words.Next() is { } option)
            switch (option)
            {
                case "--secrets": withSecrets = true; break;
                case "--passphrase-file": passphraseFile = words.Value("a file with the passphrase, or - for standard input"); break;
                case "--force": force = true; break;
                default: throw new SettingException($"--backup does not know '{option}'; allowed: {Allowed}.");
            }

        if (passphraseFile is not null && !withSecrets) throw new SettingException("--passphrase-file belongs to --secrets, and that is not given.");
        if (force && file == "-") throw new SettingException("--force belongs to a file, and standard output is none.");
        var configuration = CommandSettings.Read();
        var secrets = withSecrets ? (SecretPlaces.Read(configuration), PassphraseSource.Read(passphraseFile, twice: true)) : ((SecretPlaces, Passphrase)?)null;
        var progress = new BackupProgress();
        await using var database = CommandSettings.Database(configuration, "powermeter-backup");
        await using var shown = CommandProgress.Show(progress, isShown: file != "-" || Console.IsOutputRedirected);
        var writer = new BackupWriter(database, progress);
        var manifest = file == "-"
            ? await WriteToStandardOutputAsync(writer, secrets, cancel)
            : await SavedBackup.WriteAsync(writer, Path.GetFullPath(file), secrets, force, progress, cancel);
        await shown.DisposeAsync();
        if (file != "-") await Console.Error.WriteLineAsync($"Backed up and verified: {BackupSummary.Of(manifest, new FileInfo(file).Length)}");
        return ExitCode.Success;
    });

    /// <param name="arguments">After <c>--verify-backup</c>.</param>
    public static Task<int> VerifyAsync(IReadOnlyList<string> arguments) => CommandFailures.GuardAsync(async cancel =>
    {
        if (arguments is not [var file]) throw new SettingException("--verify-backup takes a file alone, or - for standard input.");
        var progress = new BackupProgress();
        await using var shown = CommandProgress.Show(progress, isShown: true);
        await using var backup = await BackupFile.OpenAsync(await InputFile.OpenSeekableAsync(file, Path.GetTempPath(), cancel), progress, cancel);
        await backup.VerifyAsync(progress, cancel);
        await shown.DisposeAsync();
        Console.WriteLine($"The backup is whole: {BackupSummary.Of(backup.Manifest, backup.Length)}");
        foreach (var secret in backup.Manifest.Secrets ? [] : backup.Manifest.LeftOut) Console.WriteLine($"Without: {secret}");
        return ExitCode.Success;
    });

    private static async Task<BackupManifest> WriteToStandardOutputAsync(BackupWriter writer, (SecretPlaces, Passphrase)? secrets, CancellationToken cancel)
    {
        if (!Console.IsOutputRedirected) throw new BackupException(new Sentence("Backup_NoTerminal"));
        // The console's own stream says nothing of a reader that went away.
        await using var stream = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        try
        {
            return await writer.WriteAsync(stream, secrets, cancel);
        }
        catch (IOException e) when ((e.HResult & 0xFFFF) == BrokenPipe)
        {
            throw new BackupException(new Sentence("Backup_ReaderGone"), e);
        }
        catch (Exception e) when (DiskFault.IsFull(e))
        {
            throw new BackupException(new Sentence("Backup_OutputFull"), e);
        }
    }
}
