using PowerMeter.Shared.Language;
using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Import.Csv;

namespace PowerMeter.Web.Import.Formats;

/// <summary>Our own CSV. The columns stand in any order; others than ours, such as an export's id, are passed over.</summary>
internal sealed class OwnFormat : IRowFormat
{
    private const double MostVolts = 100_000;
    private const double MostBattery = 125;

    private readonly int _time;
    private readonly int _watts;
    private readonly int _volts;
    private readonly int _battery;
    private readonly int _night;

    /// <exception cref="ImportException">The header lacks time or watts.</exception>
    public OwnFormat(CsvHead head)
    {
        (_time, _watts) = (head.IndexOf("time"), head.IndexOf("watts"));
        if (_time < 0 || _watts < 0) throw new ImportException(new Sentence("Import_OwnHeader"));
        (_volts, _battery, _night) = (head.IndexOf("volts"), head.IndexOf("battery"), head.IndexOf("night_rate"));
    }

    public ImportFormat Format => ImportFormat.Own;

    public SeriesKind Kind => SeriesKind.Power;

    /// <summary>There is one series only.</summary>
    public void End()
    {
    }

    public bool TryRead(CsvRecord record, FieldReader fields, out ImportRow row)
    {
        row = new ImportRow(
            record.Line,
            fields.Time(record[_time]),
            fields.Number("watts", record[_watts], -Sample.MostWatts, Sample.MostWatts, Watts),
            fields.OptionalNumber("volts", record[_volts], -MostVolts, MostVolts, Volts),
            fields.OptionalNumber("battery", record[_battery], 0, MostBattery, Battery),
            fields.Night(record[_night]));
        return true;
    }

    public static readonly Sentence Watts = new("Value_Watts");
    private static readonly Sentence Volts = new("Value_Volts");
    private static readonly Sentence Battery = new("Value_Battery");
}
