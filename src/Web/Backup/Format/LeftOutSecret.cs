using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Backup.Format;

/// <summary>A secret that the rows of the file are without.</summary>
/// <param name="Sensor">The sensor's name; null for the token of W3bstream.</param>
/// <param name="Key">Its setting, such as <c>aes_key</c>.</param>
public sealed record LeftOutSecret(string? Sensor, string Key)
{
    public Sentence ToSentence() => Sensor is null ? new Sentence("Backup_TokenOf", Key) : new Sentence("Backup_SecretOf", Key, Sensor);

    public override string ToString() => ToSentence().ToString();
}
