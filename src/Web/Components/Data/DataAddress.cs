using System.Globalization;
using NodaTime;
using NodaTime.Text;
using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Components.Charts;

namespace PowerMeter.Web.Components.Data;

/// <summary>What the data page shows, as it stands in the address, so that a link opens the same again.</summary>
/// <param name="SensorId">Null is the first sensor.</param>
public sealed record DataAddress(DataView View, int? SensorId)
{
    public static readonly IReadOnlyList<int> GapDays = [7, 30, 90, 365];

    private static readonly YearMonthPattern Months = YearMonthPattern.Iso;

    /// <summary>Of the days; null is this month, and goes on being it.</summary>
    public YearMonth? Month { get; init; }

    /// <summary>The samples from this moment on, in unix microseconds; null for the newest.</summary>
    public long? At { get; init; }

    /// <summary>The samples before this moment; not together with <see cref="At"/>.</summary>
    public long? Before { get; init; }

    /// <summary>How many days are searched for gaps.</summary>
    public int Days { get; init; } = 30;

    /// <summary>Where a correction is to begin, in unix microseconds.</summary>
    public long? From { get; init; }

    /// <summary>Where it is to end.</summary>
    public long? To { get; init; }

    /// <summary>What cannot be read becomes the default: an old link must not end in an error.</summary>
    public static DataAddress Parse(Func<string, string?> query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var view = Enum.GetValues<DataView>().FirstOrDefault(view => ChartView.Name(view) == query("view"));
        return new DataAddress(view, NumberOf(query("sensor")))
        {
            Month = query("month") is { } month && Months.Parse(month) is { Success: true, Value.Year: >= 2000 and < 2100 } parsed ? parsed.Value : null,
            At = TimeOf(query("at")),
            Before = TimeOf(query("before")),
            Days = NumberOf(query("days")) is { } days && GapDays.Contains(days) ? days : 30,
            From = TimeOf(query("from")),
            To = TimeOf(query("to")),
        };
    }

    /// <summary>Another part of the page, for the same sensor.</summary>
    public DataAddress With(DataView view) => new(view, SensorId);

    public string ToUrl()
    {
        var parts = new List<string> { $"view={ChartView.Name(View)}" };
        if (SensorId is { } sensor) parts.Add(string.Create(CultureInfo.InvariantCulture, $"sensor={sensor}"));
        if (View == DataView.Days && Month is { } month) parts.Add($"month={Months.Format(month)}");
        if (View == DataView.Samples) AddTimes(parts, ("at", At), ("before", Before));
        if (View == DataView.Gaps) parts.Add(string.Create(CultureInfo.InvariantCulture, $"days={Days}"));
        if (View == DataView.Corrections) AddTimes(parts, ("from", From), ("to", To));
        return $"/data?{string.Join('&', parts)}";
    }

    private static void AddTimes(List<string> parts, params (string Name, long? Time)[] times)
    {
        foreach (var (name, time) in times)
            if (time is { } at) parts.Add($"{name}={InstantPattern.ExtendedIso.Format(UnixMicroseconds.ToInstant(at))}");
    }

    private static int? NumberOf(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static long? TimeOf(string? text) =>
        text is not null && TimeText.Parse(text) is { } time && time >= Sample.Earliest && time < Sample.Latest ? time.ToUnixMicroseconds() : null;
}
