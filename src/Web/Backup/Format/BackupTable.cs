namespace PowerMeter.Web.Backup.Format;

/// <summary>A table that is backed up.</summary>
/// <param name="Name">As PostgreSQL knows it.</param>
/// <param name="IsByMonth">Partitioned by the month (UTC) of <c>time</c>: an entry of the file for each, so that none grows without end.</param>
/// <param name="Blanked">Columns that may hold a protected secret, each with the expression that is stored in its place.</param>
internal sealed record BackupTable(string Name, bool IsByMonth = false, IReadOnlyDictionary<string, string>? Blanked = null)
{
    /// <summary>What is read in the place of a column.</summary>
    public string Expression(string column) => Blanked?.GetValueOrDefault(column) ?? Quote(column);

    /// <summary>As an identifier of SQL.</summary>
    public static string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
