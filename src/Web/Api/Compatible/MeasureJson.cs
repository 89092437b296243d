using System.Net.Mime;
using System.Text;
using PowerMeter.Web.Api.Rows;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Api.Compatible;

/// <summary>Measures as CitizenWatt writes them, under <c>data</c>, or null when there is none; and the tariff now.</summary>
internal sealed class MeasureJson(int sensorId, string rate) : IRowText<StoredSample>
{
    private readonly byte[] _sensor = Encoding.ASCII.GetBytes($",\"sensor_id\":{sensorId},\"value\":");

    public string ContentType => MediaTypeNames.Application.Json;

    public int LongestRow => 192;

    public ReadOnlyMemory<byte> Head { get; } = "{\"data\":["u8.ToArray();

    public ReadOnlyMemory<byte> Tail => Encoding.ASCII.GetBytes($"],\"rate\":\"{rate}\"}}");

    public ReadOnlyMemory<byte> Nothing => Encoding.ASCII.GetBytes($"{{\"data\":null,\"rate\":\"{rate}\"}}");

    public int Write(in StoredSample row, bool isFirst, Span<byte> bytes)
    {
        var text = new RowWriter(bytes);
        text.Put(isFirst ? "{\"id\":"u8 : ",{\"id\":"u8);
        text.Put(row.Id);
        text.Put(_sensor);
        text.Put(row.Watts);
        text.Put(",\"timestamp\":"u8);
        text.PutUnixSeconds(row.Time);
        text.Put(row.NightRate ? ",\"night_rate\":1}"u8 : ",\"night_rate\":0}"u8);
        return text.Length;
    }
}
