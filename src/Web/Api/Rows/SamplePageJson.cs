using System.Net.Mime;
using System.Runtime.CompilerServices;
using System.Text;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Api.Rows;

/// <summary>A page of samples as JSON, with the cursor of the next page when there is one.</summary>
/// <param name="most">Samples of the page.</param>
internal sealed class SamplePageJson(int most) : IRowText<SampleRow>
{
    private static readonly byte[] Start = "{\"samples\":["u8.ToArray();
    private static readonly byte[] Empty = "{\"samples\":[],\"next_cursor\":null}"u8.ToArray();

    private bool _hasMore;
    private long _last;

    public string ContentType => $"{MediaTypeNames.Application.Json}; charset=utf-8";

    public int LongestRow => 256;

    public ReadOnlyMemory<byte> Head => Start;

    public ReadOnlyMemory<byte> Tail => Encoding.UTF8.GetBytes(_hasMore ? $"],\"next_cursor\":\"{SampleCursor.After(_last)}\"}}" : "],\"next_cursor\":null}");

    public ReadOnlyMemory<byte> Nothing => Empty;

    /// <summary>One row more than the page has tells whether there is a next one.</summary>
    public int Needed => most + 1;

    /// <summary>The rows of this page out of <see cref="Needed"/> rows.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<SampleRow>> TakeAsync(
        IAsyncEnumerable<ReadOnlyMemory<SampleRow>> blocks, [EnumeratorCancellation] CancellationToken cancel)
    {
        var left = most;
        await foreach (var block in blocks.WithCancellation(cancel))
        {
            _hasMore = block.Length > left;
            var taken = _hasMore ? block[..left] : block;
            left -= taken.Length;
            if (taken.Length > 0) yield return taken;
        }
    }

    public int Write(in SampleRow row, bool isFirst, Span<byte> bytes)
    {
        _last = row.Time;
        var text = new RowWriter(bytes);
        text.Put(isFirst ? "{\"time\":\""u8 : ",{\"time\":\""u8);
        text.PutMoment(row.Time);
        text.Put("\",\"watts\":"u8);
        text.Put(row.Watts);
        text.Put(",\"volts\":"u8);
        text.Put(row.Volts, "null"u8);
        text.Put(",\"battery\":"u8);
        text.Put(row.Battery, "null"u8);
        text.Put(row.NightRate ? ",\"night_rate\":true,\"id\":"u8 : ",\"night_rate\":false,\"id\":"u8);
        text.Put(row.Id);
        text.Put("}"u8);
        return text.Length;
    }
}
