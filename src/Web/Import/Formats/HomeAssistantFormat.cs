using PowerMeter.Shared.Language;
using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Import.Csv;
using PowerMeter.Web.Push;

namespace PowerMeter.Web.Import.Formats;

/// <summary>
/// Home Assistant's long-term statistics: statistic_id, unit, start, and either mean (of min, mean, max) or sum and state,
/// or delta. A row stands for the hour that begins at its start; sum and state are what the meter showed at its end.
/// </summary>
internal sealed class HomeAssistantFormat : IRowFormat
{
    private static readonly Sentence Number = new("Value_Number");

    private readonly int _id;
    private readonly int _unit;
    private readonly int _time;
    private readonly (string Name, int Column)[] _values;
    private readonly double _seconds;
    private readonly SeriesChoice _choice;
    private (string Name, int Column)? _value;

    /// <exception cref="ImportException">A column is missing.</exception>
    public HomeAssistantFormat(CsvHead head, ImportOptions options)
    {
        (_id, _unit, _time) = (head.IndexOf("statistic_id"), head.IndexOf("unit", "unit_of_measurement"), head.IndexOf("start", "time", "start_ts"));
        if (_time < 0) throw new ImportException(new Sentence("Import_HomeAssistantHeader"));
        string[] names = options.Value == ImportValue.Watts ? ["mean"] : options.Value == ImportValue.Kwh ? ["sum", "state", "delta"] : ["mean", "sum", "state", "delta"];
        _values = [.. names.Select(name => (name, head.IndexOf(name))).Where(value => value.Item2 >= 0)];
        if (_values.Length == 0) throw new ImportException(new Sentence("Import_HomeAssistantValues", string.Join(", ", names)));
        if (_values.Length == 1) _value = _values[0];
        _seconds = options.Interval.TotalSeconds;
        if (options.Statistic is not null && _id < 0) throw new ImportException(new Sentence("Import_NoStatisticColumn"));
        _choice = new SeriesChoice(
            options.Statistic,
            (one, other) => new Sentence("Import_SeveralStatistics", one, other),
            (wanted, others) => new Sentence("Import_NoStatistic", wanted, others));
    }

    public ImportFormat Format => ImportFormat.HomeAssistant;

    public SeriesKind Kind => (_value ?? _values[0]).Name is "mean" or "delta" ? SeriesKind.MeanPower : SeriesKind.Counter;

    public bool TryRead(CsvRecord record, FieldReader fields, out ImportRow row)
    {
        row = default;
        if (_id >= 0 && !_choice.Takes(record[_id])) return false;
        // In one file a statistic of power has means and one of energy sums: the first value of the one that is read tells.
        _value ??= FirstFilled(record);
        if (_value is not (var name, var column) || record[column].Length == 0) return false;
        var start = fields.Time(record[_time]);
        var factor = FactorOf(name, record[_unit], fields);
        var most = name == "mean" ? Sample.MostWatts : EmoncmsFormat.MostKwh;
        var value = fields.Number(name, record[column], -most, most, Number) * factor;
        if (name == "delta") value *= 3600 / _seconds;
        if (Kind == SeriesKind.MeanPower && !Sample.IsPower(value)) fields.Reject(new Sentence("Import_TooMuch", name, value));
        var end = start;
        if (fields.Reason is null)
        {
            end += (long)(_seconds * UnixMicroseconds.PerSecond);
            fields.MustBeOver(end);
        }

        row = new ImportRow(record.Line, Kind == SeriesKind.Counter ? end : start, value, null, null, null);
        return true;
    }

    public void End() => _choice.MustBeFound();

    private (string Name, int Column)? FirstFilled(CsvRecord record)
    {
        foreach (var value in _values)
            if (record[value.Column].Length > 0) return value;
        return null;
    }

    /// <summary>To watts or watt-hours. Without a unit a mean is watts, a counter kilowatt-hours.</summary>
    private static double FactorOf(string name, string unit, FieldReader fields)
    {
        var power = name == "mean";
        switch (unit)
        {
            case "W" when power:
            case "Wh" when !power: return 1;
            case "kW" when power:
            case "kWh" when !power: return 1000;
            case "MW" when power:
            case "MWh" when !power: return 1_000_000;
            case "": return power ? 1 : 1000;
            default:
                fields.Reject(new Sentence("Import_Unit", PushRow.Excerpt(unit), name, power ? "W, kW, MW" : "Wh, kWh, MWh"));
                return 1;
        }
    }
}
