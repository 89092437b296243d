using System.Text;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;

namespace PowerMeter.Web.Api.Rows;

/// <summary>Energy as CSV (RFC 4180) with a header, whose column of the cost names the currency. Powers of a bucket without coverage are empty.</summary>
/// <param name="currency">ISO 4217.</param>
internal sealed class EnergyCsv(string contentType, string currency) : IRowText<EnergyBin>
{
    private readonly byte[] _header = Encoding.UTF8.GetBytes(
        $"start,end,day_kwh,night_kwh,kwh,cost_{currency.ToLowerInvariant()},mean_watts,min_watts,max_watts,coverage\n");

    public string ContentType => contentType;

    public int LongestRow => 320;

    public ReadOnlyMemory<byte> Head => _header;

    public ReadOnlyMemory<byte> Tail => default;

    public ReadOnlyMemory<byte> Nothing => _header;

    public int Write(in EnergyBin row, bool isFirst, Span<byte> bytes)
    {
        var text = new RowWriter(bytes);
        text.PutMoment(row.Start);
        text.Put(","u8);
        text.PutMoment(row.End);
        text.Put(","u8);
        text.Put(row.Energy.DayWattHours / 1000);
        text.Put(","u8);
        text.Put(row.Energy.NightWattHours / 1000);
        text.Put(","u8);
        text.Put(row.Energy.WattHours / 1000);
        text.Put(","u8);
        text.Put(row.Cost);
        text.Put(","u8);
        text.Put(Covered(row.Energy, row.Energy.MeanWatts), ""u8);
        text.Put(","u8);
        text.Put(Covered(row.Energy, row.Energy.MinWatts), ""u8);
        text.Put(","u8);
        text.Put(Covered(row.Energy, row.Energy.MaxWatts), ""u8);
        text.Put(","u8);
        text.Put(row.Coverage);
        text.Put("\n"u8);
        return text.Length;
    }

    private static double? Covered(Energy energy, double watts) => energy.IsCovered ? watts : null;
}
