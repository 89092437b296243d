using System.Globalization;
using NodaTime;
using NodaTime.Text;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Web.Import.Commands;

/// <summary>The report as lines of text.</summary>
internal static class ReportText
{
    private static readonly InstantPattern Moment = InstantPattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss;FFFFFF'Z'");

    public static IEnumerable<string> LinesOf(ImportReport report, ImportTarget target)
    {
        yield return Line("Format", $"{ImportFormats.NameOf(report.Format)}, {KindOf(report.Kind)}{(report.Ordered ? "" : "; not in the order of time, so the database sorts it")}");
        yield return Line("Rows", Number(report.Rows) + (report.Skipped > 0 ? $", {Number(report.Skipped)} passed over (another sensor's, or without a value)" : ""));
        yield return Line("Span", report.First is { } first ? $"{TextOf(first)} to {TextOf(report.Last!.Value)}" : "none");
        yield return Line("Samples", $"{Number(report.Samples)}, of which {Number(report.New)} are new to the sensor '{target.Name}'");
        if (report.Duplicates > 0) yield return Line("Repeated", $"{Count(report.Duplicates, "row says", "rows say")} the same as another row, which counts once");
        if (report.StoredSame > 0) yield return Line("Stored", $"{Count(report.StoredSame, "sample is", "samples are")} there already");
        if (report.StoredDifferent > 0) yield return Line("Different", $"{Count(report.StoredDifferent, "sample is", "samples are")} there with another value, which stays unless --replace is given");
        yield return Line("Gaps", report.Gaps == 0 ? "none" : $"{Number(report.Gaps)} longer than {target.MaxGapSeconds:0.###} s, which carry no energy: {Length(report.TotalGap)} in all, the longest {Length(report.LongestGap)}");
        if (report.Resets > 0) yield return Line("Resets", $"the counter went backwards {Count(report.Resets, "time", "times")}, and was begun anew there");
        if (report.Unbridged > 0) yield return Line("Apart", $"{Count(report.Unbridged, "pair of readings lies", "pairs of readings lie")} further apart than --bridge allows, without energy");
        yield return Line("Energy", $"{(report.AddedWattHours / 1000).ToString("0.000", CultureInfo.InvariantCulture)} kWh would be added");
        yield return Line("Rejected", report.Rejected == 0 ? "none" : $"{Count(report.Rejected, "row", "rows")} cannot be taken:");
        foreach (var reject in report.FirstRejects) yield return $"  line {reject.Line}: {reject.Reason}";
        if (report.Rejected > report.FirstRejects.Count) yield return $"  … and {Number(report.Rejected - report.FirstRejects.Count)} more";
    }

    private static string KindOf(SeriesKind kind) => kind switch
    {
        SeriesKind.Power => "power in watts",
        SeriesKind.MeanPower => "mean power of each interval",
        _ => "a counter of energy",
    };

    private static string TextOf(long time) => Moment.Format(UnixMicroseconds.ToInstant(time));

    private static string Length(long microseconds) => Duration.FromTicks(microseconds * 10) switch
    {
        { TotalDays: >= 2 } days => string.Create(CultureInfo.InvariantCulture, $"{days.TotalDays:0.#} d"),
        { TotalHours: >= 2 } hours => string.Create(CultureInfo.InvariantCulture, $"{hours.TotalHours:0.#} h"),
        { TotalMinutes: >= 2 } minutes => string.Create(CultureInfo.InvariantCulture, $"{minutes.TotalMinutes:0.#} min"),
        var seconds => string.Create(CultureInfo.InvariantCulture, $"{seconds.TotalSeconds:0.#} s"),
    };

    /// <summary>What the load did.</summary>
    public static string DoneLine(ImportResult result, bool replace)
    {
        var text = Count(result.Added, "sample is new", "samples are new");
        if (replace) text += $", {Count(result.Replaced, "was", "were")} overwritten";
        if (result.LeftOut > 0) text += $", {Count(result.LeftOut, "row was", "rows were")} left out";
        return Line("Loaded", $"{text}.");
    }

    private static string Count(long number, string one, string several) => $"{Number(number)} {(number == 1 ? one : several)}";

    private static string Number(long number) => number.ToString("#,##0", CultureInfo.InvariantCulture);

    private static string Line(string name, string text) => $"{name,-10}{text}";
}
