using PowerMeter.Shared.Language;
using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Import.Csv;

namespace PowerMeter.Web.Import.Formats;

/// <summary>
/// One feed of emoncms: time and value, with or without a header. Times are unix seconds or milliseconds, ISO 8601, or
/// its "excel" form d/m/Y H:i:s in local time (set_time_format in its shared_helper.php). A missing value is written as null.
/// </summary>
internal sealed class EmoncmsFormat : IRowFormat
{
    private readonly bool _counts;

    /// <exception cref="ImportException">There are not two columns.</exception>
    public EmoncmsFormat(CsvHead head, ImportValue? value)
    {
        if (head.Columns != 2) throw new ImportException(new Sentence("Import_EmoncmsColumns", head.Columns));
        _counts = value == ImportValue.Kwh;
    }

    public ImportFormat Format => ImportFormat.Emoncms;

    public SeriesKind Kind => _counts ? SeriesKind.Counter : SeriesKind.Power;

    /// <summary>There is one series only.</summary>
    public void End()
    {
    }

    public bool TryRead(CsvRecord record, FieldReader fields, out ImportRow row)
    {
        row = default;
        var value = record[1];
        if (value is "null" or "NULL" or "NAN" or "nan" or "NaN" or "") return false;
        var time = fields.Time(record[0]);
        row = _counts
            ? new ImportRow(record.Line, time, fields.Number("kWh", value, -MostKwh, MostKwh, Kwh) * 1000, null, null, null)
            : new ImportRow(record.Line, time, fields.Number("watts", value, -Sample.MostWatts, Sample.MostWatts, OwnFormat.Watts), null, null, null);
        return true;
    }

    /// <summary>A meter that counted more would have lost its digits after the point.</summary>
    public const double MostKwh = 1e12;

    private static readonly Sentence Kwh = new("Import_Kwh");
}
