using PowerMeter.Shared.Language;
using PowerMeter.Web.Import.Csv;

namespace PowerMeter.Web.Import.Formats;

/// <summary>Finds the format from the first rows, unless it was said.</summary>
internal static class FormatFinder
{
    private const double LeastUnixSeconds = 946_684_800;

    /// <exception cref="ImportException">It is none that is known; the message says how to say it.</exception>
    public static IRowFormat Find(CsvHead head, ImportOptions options) => (options.Format ?? Guess(head)) switch
    {
        ImportFormat.Own => new OwnFormat(head),
        ImportFormat.CitizenWatt => new CitizenWattFormat(head, options.SourceSensor),
        ImportFormat.Emoncms => new EmoncmsFormat(head, options.Value),
        _ => new HomeAssistantFormat(head, options),
    };

    private static ImportFormat Guess(CsvHead head)
    {
        if (head.Names is null) return GuessByFirstRow(head);
        if (Has("statistic_id") || (Has("start") && (Has("mean") || Has("sum") || Has("state") || Has("delta")))) return ImportFormat.HomeAssistant;
        if (Has("time") && Has("watts")) return ImportFormat.Own;
        if (Has("timestamp") && (Has("night_rate") || Has("sensor_id") || Has("watts"))) return ImportFormat.CitizenWatt;
        if (head.Columns == 2) return ImportFormat.Emoncms;
        throw new ImportException(new Sentence("Import_UnknownHeader", string.Join(", ", head.Names.Take(8).Select(Push.PushRow.Excerpt)), ImportFormats.Allowed));

        bool Has(string name) => head.IndexOf(name) >= 0;
    }

    private static ImportFormat GuessByFirstRow(CsvHead head)
    {
        var row = head.First!;
        if (row.Length == 2) return ImportFormat.Emoncms;
        if (row.Length == 3 && IsMoment(row[0]) && IsRate(row[2])) return ImportFormat.CitizenWatt;
        if (row.Length == 5 && IsMoment(row[3]) && IsRate(row[4])) return ImportFormat.CitizenWatt;
        throw new ImportException(new Sentence("Import_UnknownRow", row.Length, ImportFormats.Allowed));
    }

    private static bool IsMoment(string text) => NumberText.TryParse(text, false, out var seconds) && seconds >= LeastUnixSeconds;

    private static bool IsRate(string text) => text is "0" or "1" or "t" or "f" or "";
}
