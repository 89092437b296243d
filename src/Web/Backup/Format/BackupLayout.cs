using System.Globalization;
using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Backup.Format;

/// <summary>How the entries of a backup are called.</summary>
internal static class BackupLayout
{
    public static string NameOf(BackupTable table, DateOnly? month) =>
        month is { } first ? $"samples/{first.ToString("yyyy-MM", CultureInfo.InvariantCulture)}.copy" : $"tables/{table.Name}.copy";

    /// <returns>The table of an entry and its month, null for one that is not by month.</returns>
    /// <exception cref="BackupException">No entry of ours is called so.</exception>
    public static (BackupTable Table, DateOnly? Month) Parse(BackupEntry entry)
    {
        var table = BackupTables.All.FirstOrDefault(table => table.Name == entry.Table);
        DateOnly? month = table is { IsByMonth: true }
            && DateOnly.TryParseExact(entry.Name, "'samples/'yyyy-MM'.copy'", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) ? first : null;
        return table is not null && table.IsByMonth == month.HasValue && NameOf(table, month) == entry.Name
            ? (table, month)
            : throw new BackupException(new Sentence("Backup_TableUnknown", entry.Name, entry.Table));
    }
}
