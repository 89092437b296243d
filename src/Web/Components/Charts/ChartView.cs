using NodaTime;
using NodaTime.Text;
using PowerMeter.Shared.Queries;

namespace PowerMeter.Web.Components.Charts;

/// <summary>What the chart shows, as it stands in the address, so that a link opens the same view again.</summary>
/// <param name="Date">Any day within the period; null is today, and goes on being today after midnight.</param>
/// <param name="SensorText">The sensors as <see cref="SensorList"/> writes them; null is the first sensor.</param>
public sealed record ChartView(Scale Scale, ChartUnit Unit, LocalDate? Date, string? SensorText = null)
{
    /// <summary>The chosen sensors, ascending; more than one are shown as their sum. Empty for the first sensor, and for all.</summary>
    public IReadOnlyList<int> Sensors => SensorList.IdsOf(SensorText);

    /// <summary>Whether the sum of all sensors is chosen, whichever there are.</summary>
    public bool AllSensors => SensorText == SensorList.All;

    /// <summary>The first of the chosen sensors; null is the first that there is.</summary>
    public int? SensorId => Sensors is [var first, ..] ? first : null;

    /// <summary>The outline behind it.</summary>
    public Comparison Compare { get; init; }

    /// <summary>Whether several sensors are drawn each for itself rather than as their sum.</summary>
    public bool Each { get; init; }

    /// <summary>The piece of a day's line of power that is shown; null is the whole day.</summary>
    public ChartZoom? Zoom { get; init; }

    /// <summary>What cannot be read becomes the default: an old link must not end in an error.</summary>
    public static ChartView Parse(
        string? scale, string? unit, string? date, string? sensor, string? compare = null, string? each = null, string? span = null)
    {
        var view = new ChartView(ParseName(scale, Scale.Day), ParseName(unit, ChartUnit.Kwh), ParseDate(date), SensorList.Parse(sensor));
        return view with { Compare = ParseName(compare, Comparison.None), Each = each == "1", Zoom = ChartZoom.Parse(span) };
    }

    /// <summary>A day as addresses and date fields write it; null for what is none of this century.</summary>
    public static LocalDate? ParseDate(string? date) =>
        date is not null && LocalDatePattern.Iso.Parse(date) is { Success: true, Value.Year: >= 2000 and < 2100 } parsed ? parsed.Value : null;

    /// <summary>The same view of these sensors.</summary>
    public ChartView Of(params IEnumerable<int> sensors) => this with { SensorText = SensorList.Write(sensors) };

    /// <summary>The same view of the sum of all sensors.</summary>
    public ChartView OfAll() => this with { SensorText = SensorList.All };

    public string ToUrl()
    {
        var url = $"/conso?scale={Name(Scale)}&unit={Name(Unit)}";
        if (Date is { } date && Scale != Scale.Now) url += $"&date={LocalDatePattern.Iso.Format(date)}";
        if (Compare != Comparison.None) url += $"&compare={Name(Compare)}";
        if (Each) url += "&each=1";
        if (Zoom is { } zoom && this is { Scale: Scale.Day, Unit: ChartUnit.Watts }) url += $"&span={zoom}";
        return SensorText is { } sensors ? $"{url}&sensor={sensors}" : url;
    }

    public static string Name<TEnum>(TEnum value)
        where TEnum : struct, Enum => value.ToString().ToLowerInvariant();

    private static TEnum ParseName<TEnum>(string? text, TEnum fallback)
        where TEnum : struct, Enum =>
        Enum.GetValues<TEnum>().Where(value => string.Equals(Name(value), text, StringComparison.OrdinalIgnoreCase))
            .DefaultIfEmpty(fallback).First();
}
