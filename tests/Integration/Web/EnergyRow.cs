using System.Globalization;
using System.Text.Json;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>A bucket of /api/v1, read from either of its forms. Times are unix microseconds.</summary>
internal sealed record EnergyRow(
    long Start, long End, double DayKwh, double NightKwh, double Kwh, decimal Cost, double? MeanWatts, double? MinWatts, double? MaxWatts, double Coverage)
{
    public const string CsvHeader = "start,end,day_kwh,night_kwh,kwh,cost_eur,mean_watts,min_watts,max_watts,coverage";

    public static EnergyRow Of(JsonElement bucket) => new(
        TimeOf(bucket.GetProperty("start").GetString()!), TimeOf(bucket.GetProperty("end").GetString()!),
        bucket.GetProperty("day_kwh").GetDouble(), bucket.GetProperty("night_kwh").GetDouble(), bucket.GetProperty("kwh").GetDouble(), bucket.GetProperty("cost").GetDecimal(),
        NumberOf(bucket, "mean_watts"), NumberOf(bucket, "min_watts"), NumberOf(bucket, "max_watts"), bucket.GetProperty("coverage").GetDouble());

    public static EnergyRow OfCsv(string line)
    {
        var fields = line.Split(',');
        return new EnergyRow(
            TimeOf(fields[0]), TimeOf(fields[1]), Number(fields[2]), Number(fields[3]), Number(fields[4]), decimal.Parse(fields[5], CultureInfo.InvariantCulture),
            NumberOrNull(fields[6]), NumberOrNull(fields[7]), NumberOrNull(fields[8]), Number(fields[9]));
    }

    /// <returns>Unix microseconds.</returns>
    public static long TimeOf(string text) => (DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    public static double? NumberOf(JsonElement row, string name) => row.GetProperty(name) is { ValueKind: not JsonValueKind.Null } value ? value.GetDouble() : null;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static double? NumberOrNull(string text) => text.Length == 0 ? null : Number(text);
}
