using System.Text;
using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Backup.Secrets;

/// <summary>What people protect the secrets of a backup by: at least 12 characters, at most 1,000, without a line feed.</summary>
internal sealed class Passphrase
{
    public const int MinLength = 12;
    public const int MaxLength = 1000;
    public static readonly Sentence Allowed = new("Backup_PassphraseForm");

    private readonly string _text;

    private Passphrase(string text) => _text = text;

    /// <summary>UTF-8 of its composed form (NFC), so that every keyboard makes the same bytes of it.</summary>
    public byte[] Bytes => Encoding.UTF8.GetBytes(_text.Normalize(NormalizationForm.FormC));

    /// <exception cref="BackupException">It is too short or too long; the message does not repeat it.</exception>
    public static Passphrase Parse(string? text)
    {
        var line = (text ?? "").TrimEnd('\r', '\n');
        if (line.Length is < MinLength or > MaxLength || line.Any(char.IsControl))
            throw new BackupException(new Sentence("Backup_PassphraseWrong", line.Length, Allowed));
        try
        {
            _ = line.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException e)
        {
            throw new BackupException(new Sentence("Backup_PassphraseNoText", Allowed), e);
        }

        return new Passphrase(line);
    }

    public override string ToString() => "a passphrase";
}
