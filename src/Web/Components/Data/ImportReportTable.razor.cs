using System.Globalization;
using Microsoft.AspNetCore.Components;
using NodaTime;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;
using PowerMeter.Web.Import;

namespace PowerMeter.Web.Components.Data;

/// <summary>What a dry run found, as a table; the rejected rows with their lines.</summary>
public sealed partial class ImportReportTable
{
    [Parameter, EditorRequired]
    public required ImportReport Report { get; set; }

    [Parameter, EditorRequired]
    public required ImportTarget Target { get; set; }

    [Parameter, EditorRequired]
    public required string FileName { get; set; }

    [Inject]
    private SiteCache Sites { get; set; } = default!;

    private string GapText => Report.Gaps == 0
        ? Text["Data_None"].Value
        : Text["Data_GapsText", Number(Report.Gaps), Length(Report.LongestGap), Length(Report.TotalGap)].Value;

    private IEnumerable<(string Name, long Count, string? Hint)> Counts() =>
    [
        ("Data_Repeated", Report.Duplicates, null),
        ("Data_StoredSame", Report.StoredSame, null),
        ("Data_StoredDifferent", Report.StoredDifferent, null),
        ("Data_Resets", Report.Resets, null),
        ("Data_Unbridged", Report.Unbridged, Text["Data_UnbridgedHint"].Value),
    ];

    private string Moment(long time) =>
        UnixMicroseconds.ToInstant(time).InZone(Sites.Current.Calendar.Zone).ToDateTimeUnspecified().ToString("g", CultureInfo.CurrentCulture);

    private string Length(long microseconds) => Duration.FromTicks(microseconds * 10) switch
    {
        { TotalDays: >= 2 } days => $"{days.TotalDays.ToString("0.#", CultureInfo.CurrentCulture)} {Text["Data_DayUnit"]}",
        { TotalHours: >= 2 } hours => $"{hours.TotalHours.ToString("0.#", CultureInfo.CurrentCulture)} h",
        { TotalMinutes: >= 2 } minutes => $"{minutes.TotalMinutes.ToString("0.#", CultureInfo.CurrentCulture)} min",
        var seconds => $"{seconds.TotalSeconds.ToString("0.#", CultureInfo.CurrentCulture)} s",
    };

    private static string Number(long number) => number.ToString("N0", CultureInfo.CurrentCulture);
}
