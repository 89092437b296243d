namespace PowerMeter.Tests.Integration.Web;

/// <summary>Rows that PostgreSQL fetched of each table.</summary>
internal readonly record struct RowsRead(long Samples, long Minutes, long Quarters, long Hours)
{
    public static RowsRead operator -(RowsRead left, RowsRead right) =>
        new(left.Samples - right.Samples, left.Minutes - right.Minutes, left.Quarters - right.Quarters, left.Hours - right.Hours);
}
