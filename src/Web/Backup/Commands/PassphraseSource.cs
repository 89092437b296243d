using System.Text;
using PowerMeter.Shared.Language;
using PowerMeter.Web.Backup.Secrets;

namespace PowerMeter.Web.Backup.Commands;

/// <summary>Where the command line takes a passphrase from: a file, standard input, or a terminal that does not show it. Never an argument.</summary>
internal static class PassphraseSource
{
    /// <param name="file">Null: a terminal is asked.</param>
    /// <param name="twice">Whether a terminal is asked again, for a new one.</param>
    /// <exception cref="BackupException">There is none, or it is too short.</exception>
    public static Passphrase Read(string? file, bool twice)
    {
        if (file is not null) return Passphrase.Parse(ReadFile(file));
        if (Console.IsInputRedirected) throw new BackupException(new Sentence("Backup_NoTerminalForPassphrase"));
        var typed = Ask("Passphrase of the backup: ");
        if (twice && typed != Ask("The same again: ")) throw new BackupException(new Sentence("Backup_PassphrasesDiffer"));
        return Passphrase.Parse(typed);
    }

    private static string ReadFile(string file)
    {
        using var stream = InputFile.Open(file);
        // One more than is allowed tells that there is more.
        var buffer = new byte[(Passphrase.MaxLength * 4) + 3];
        var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(buffer, 0, length);
        }
        catch (ArgumentException e)
        {
            throw new BackupException(new Sentence("Backup_PassphraseNoUtf8", Passphrase.Allowed), e);
        }
    }

    private static string Ask(string question)
    {
        Console.Error.Write(question);
        var text = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace) text.Length = Math.Max(0, text.Length - 1);
            else if (key.KeyChar != '\0' && text.Length <= Passphrase.MaxLength) text.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return text.ToString();
    }
}
