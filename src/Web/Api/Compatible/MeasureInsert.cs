using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Push;

namespace PowerMeter.Web.Api.Compatible;

/// <summary>
/// POST /api/{sensor}/insert/{value}/{timestamp}/{night_rate}: true, or false for a sensor that there is not. For a sensor
/// of any kind, with the tariff that the caller says; another value of the same time is replaced.
/// </summary>
internal static class MeasureInsert
{
    private const NumberStyles Decimal = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    private static readonly decimal EarliestSecond = Sample.Earliest.ToUnixTimeSeconds();
    private static readonly decimal LatestSecond = Sample.Latest.ToUnixTimeSeconds();

    public static async Task<JsonHttpResult<DataAnswer<bool>>> PostAsync(
        int sensor, string value, string timestamp, string nightRate, PushTable table, CancellationToken cancel)
    {
        var watts = (double)Parse("value", value, -(decimal)Sample.MostWatts, (decimal)Sample.MostWatts, "a decimal number of watts from -1000000000 to 1000000000");
        var seconds = Parse("timestamp", timestamp, EarliestSecond, LatestSecond - 0.000001m, "a decimal number of seconds since 1970, in the years 2000 to 2099");
        var night = Parse("night_rate", nightRate, decimal.MinValue, decimal.MaxValue, "0 by day, another number by night") != 0;
        if (await table.FindAsync(sensor, cancel) is not { } target) return Of(false);
        var time = UnixMicroseconds.ToInstant((long)decimal.Floor(seconds * UnixMicroseconds.PerSecond));
        await table.WriteOneAsync(target, new Sample(sensor, time, watts), night, cancel);
        return Of(true);
    }

    private static JsonHttpResult<DataAnswer<bool>> Of(bool inserted) => TypedResults.Json(new DataAnswer<bool>(inserted), AnswerJson.Default.DataAnswerBoolean);

    private static decimal Parse(string name, string text, decimal least, decimal most, string allowed) =>
        decimal.TryParse(text, Decimal, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new PathNumberException($"{name} is '{text}'; allowed: {allowed}, without an exponent.");
}
