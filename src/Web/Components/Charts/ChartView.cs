using System.Globalization;
using NodaTime;
using NodaTime.Text;
using PowerMeter.Shared.Queries;

namespace PowerMeter.Web.Components.Charts;

/// <summary>What the chart shows, as it stands in the address, so that a link opens the same view again.</summary>
/// <param name="Date">Any day within the period; null is today, and goes on being today after midnight.</param>
/// <param name="SensorId">Null is the first sensor.</param>
public sealed record ChartView(Scale Scale, ChartUnit Unit, LocalDate? Date, int? SensorId)
{
    /// <summary>What cannot be read becomes the default: an old link must not end in an error.</summary>
    public static ChartView Parse(string? scale, string? unit, string? date, string? sensor) => new(
        ParseName(scale, Scale.Day),
        ParseName(unit, ChartUnit.Kwh),
        date is not null && LocalDatePattern.Iso.Parse(date) is { Success: true, Value.Year: >= 2000 and < 2100 } parsed ? parsed.Value : null,
        int.TryParse(sensor, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null);

    public string ToUrl()
    {
        var url = $"/conso?scale={Name(Scale)}&unit={Name(Unit)}";
        if (Date is { } date && Scale != Scale.Now) url += $"&date={LocalDatePattern.Iso.Format(date)}";
        return SensorId is { } id ? string.Create(CultureInfo.InvariantCulture, $"{url}&sensor={id}") : url;
    }

    public static string Name<TEnum>(TEnum value)
        where TEnum : struct, Enum => value.ToString().ToLowerInvariant();

    private static TEnum ParseName<TEnum>(string? text, TEnum fallback)
        where TEnum : struct, Enum =>
        Enum.GetValues<TEnum>().Where(value => string.Equals(Name(value), text, StringComparison.OrdinalIgnoreCase))
            .DefaultIfEmpty(fallback).First();
}
