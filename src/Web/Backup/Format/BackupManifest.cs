using System.Security.Cryptography;
using System.Text;

namespace PowerMeter.Web.Backup.Format;

/// <summary>The last entry of the file, <c>manifest.json</c>: what is in the others. docs/backup.md describes the form.</summary>
/// <param name="Format">The form of the file: 1.</param>
/// <param name="Program">The version of the program that made it.</param>
/// <param name="Schema">The newest migration of the database.</param>
/// <param name="Migrations">All of them, ascending.</param>
/// <param name="Epoch">Which life of the database it was; null before there was such a thing.</param>
/// <param name="MadeAt">The time of the snapshot, by the database's clock.</param>
/// <param name="SiteName">As the pages call the base station.</param>
/// <param name="TimeZone">The site's: a name of the IANA time zone database.</param>
/// <param name="Sequences">The last number that each sequence gave, by its name; those of the tables that are in the file.</param>
/// <param name="Secrets">Whether there is an entry <c>secrets.bin</c>.</param>
/// <param name="LeftOut">Secrets that the rows are without; <c>secrets.bin</c>, where there is one, has them.</param>
public sealed record BackupManifest(
    int Format,
    string Program,
    int Schema,
    IReadOnlyList<BackupMigration> Migrations,
    Guid? Epoch,
    DateTimeOffset MadeAt,
    string SiteName,
    string TimeZone,
    IReadOnlyDictionary<string, long> Sequences,
    bool Secrets,
    IReadOnlyList<LeftOutSecret> LeftOut,
    IReadOnlyList<BackupEntry> Entries)
{
    public const int KnownFormat = 1;
    public const string EntryName = "manifest.json";
    public const string SecretsEntryName = "secrets.bin";

    /// <summary>Bytes: the manifest of ten years has some 100 KB.</summary>
    public const int MaxLength = 16 << 20;

    public long Rows => Entries.Sum(entry => entry.Rows);

    /// <summary>Before they are compressed.</summary>
    public long Bytes => Entries.Sum(entry => entry.Bytes);

    public long Samples => RowsOf("measures");

    public long RowsOf(string table) => Entries.Where(entry => entry.Table == table).Sum(entry => entry.Rows);

    /// <summary>The first and the last month with samples, such as 2026-03; null without any.</summary>
    public (string First, string Last)? SampleMonths
    {
        get
        {
            var months = Entries.Where(entry => entry is { Table: "measures", Rows: > 0 }).Select(entry => Path.GetFileNameWithoutExtension(entry.Name)).Order(StringComparer.Ordinal).ToList();
            return months.Count == 0 ? null : (months[0], months[^1]);
        }
    }

    /// <summary>SHA-256 over a line an entry, as sha256sum writes it: what the secrets are bound to.</summary>
    internal static byte[] ContentsHash(IEnumerable<BackupEntry> entries)
    {
        var lines = new StringBuilder();
        foreach (var entry in entries) lines.Append(entry.Sha256).Append("  ").Append(entry.Name).Append('\n');
        return SHA256.HashData(Encoding.UTF8.GetBytes(lines.ToString()));
    }
}
