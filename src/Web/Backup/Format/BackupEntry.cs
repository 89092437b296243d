namespace PowerMeter.Web.Backup.Format;

/// <summary>An entry of the file: rows of one table, in the text format of PostgreSQL's COPY.</summary>
/// <param name="Name">Of the ZIP's entry, such as <c>tables/sensors.copy</c>.</param>
/// <param name="Columns">In the order in which the rows have them.</param>
/// <param name="Rows">Lines: the format writes a line feed within a value as \n.</param>
/// <param name="Bytes">Before they are compressed.</param>
/// <param name="Sha256">Of these bytes, in lower-case hexadecimal.</param>
public sealed record BackupEntry(string Name, string Table, IReadOnlyList<string> Columns, long Rows, long Bytes, string Sha256);
