using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Api.Rows;

/// <summary>
/// Samples as CSV (RFC 4180) with a header: what the push call and the import take back. A value that is not known is
/// empty; <c>night_rate</c> is 1 off-peak, else 0.
/// </summary>
internal sealed class SampleCsv(string contentType) : IRowText<SampleRow>
{
    private static readonly byte[] Header = "time,watts,volts,battery,night_rate\n"u8.ToArray();

    public string ContentType => contentType;

    public int LongestRow => 128;

    public ReadOnlyMemory<byte> Head => Header;

    public ReadOnlyMemory<byte> Tail => default;

    public ReadOnlyMemory<byte> Nothing => Header;

    public int Write(in SampleRow row, bool isFirst, Span<byte> bytes)
    {
        var text = new RowWriter(bytes);
        text.PutMoment(row.Time);
        text.Put(","u8);
        text.Put(row.Watts);
        text.Put(","u8);
        text.Put(row.Volts, ""u8);
        text.Put(","u8);
        text.Put(row.Battery, ""u8);
        text.Put(row.NightRate ? ",1\n"u8 : ",0\n"u8);
        return text.Length;
    }
}
