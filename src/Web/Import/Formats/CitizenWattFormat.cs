using System.Globalization;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Import.Csv;
using PowerMeter.Web.Push;

namespace PowerMeter.Web.Import.Formats;

/// <summary>
/// CitizenWatt's table <c>measures</c>: id, sensor_id, value (watts), timestamp (unix seconds), night_rate (0 or 1), as
/// its libcitizenwatt/database.py has it. Without a header: all five in this order, or timestamp, watts, night_rate.
/// </summary>
internal sealed class CitizenWattFormat : IRowFormat
{
    private readonly int _time;
    private readonly int _watts;
    private readonly int _night;
    private readonly int _sensor;
    private readonly SeriesChoice _choice;

    /// <param name="sensor">The one whose rows are read; null: the file has one only.</param>
    /// <exception cref="ImportException">The columns are not those.</exception>
    public CitizenWattFormat(CsvHead head, int? sensor)
    {
        (_time, _watts, _night, _sensor) = head.Names is not null
            ? (head.IndexOf("timestamp"), head.IndexOf("value", "watts"), head.IndexOf("night_rate"), head.IndexOf("sensor_id"))
            : head.Columns switch
            {
                5 => (3, 2, 4, 1),
                3 => (0, 1, 2, -1),
                2 => (0, 1, -1, -1),
                _ => (-1, -1, -1, -1),
            };
        if (_time < 0 || _watts < 0)
            throw new ImportException(new Sentence("Import_CitizenWattHeader"));
        _choice = new SeriesChoice(
            sensor?.ToString(CultureInfo.InvariantCulture),
            (one, other) => new Sentence("Import_SeveralSensors", one, other),
            (wanted, others) => new Sentence("Import_NoSensor", wanted, others));
        if (sensor is not null && _sensor < 0) throw new ImportException(new Sentence("Import_NoSensorColumn"));
    }

    public ImportFormat Format => ImportFormat.CitizenWatt;

    public SeriesKind Kind => SeriesKind.Power;

    public bool TryRead(CsvRecord record, FieldReader fields, out ImportRow row)
    {
        row = default;
        if (_sensor >= 0 && !IsWanted(record[_sensor], fields)) return false;
        row = new ImportRow(
            record.Line,
            fields.Time(record[_time]),
            fields.Number("watts", record[_watts], -Sample.MostWatts, Sample.MostWatts, OwnFormat.Watts),
            null, null,
            fields.Night(record[_night]));
        return true;
    }

    public void End() => _choice.MustBeFound();

    private bool IsWanted(string text, FieldReader fields)
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var sensor))
        {
            fields.Reject(new Sentence("Import_SensorId", PushRow.Excerpt(text)));
            return true;
        }

        return _choice.Takes(sensor.ToString(CultureInfo.InvariantCulture));
    }
}
