using System.Text.Json;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>Lists of offers for tests.</summary>
internal static class OfferJson
{
    public static string ListOf(params string[] offers) => $"[{string.Join(',', offers)}]";

    /// <param name="more">More fields, as JSON that begins with a comma.</param>
    public static string Of(string name, double day = 0.25, double night = 0.25, double charge = 12.5, string more = "") =>
        $$"""
        {"name":{{JsonSerializer.Serialize(name)}},"day_slope_watt_euros":{{JsonSerializer.Serialize(day)}},"night_slope_watt_euros":{{JsonSerializer.Serialize(night)}},"day_constant_watt_euros":{{JsonSerializer.Serialize(charge)}}{{more}}}
        """;
}
