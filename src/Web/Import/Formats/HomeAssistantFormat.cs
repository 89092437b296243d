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
    private static readonly ImportReason Number = new("Reject_AnyNumber");

    private readonly CsvHead _head;
    private readonly int _id;
    private readonly int _unit;
    private readonly int _time;
    private readonly int _value;
    private readonly string _name;
    private readonly double _seconds;
    private readonly string? _wanted;
    private string? _seen;

    /// <exception cref="ImportException">A column is missing.</exception>
    public HomeAssistantFormat(CsvHead head, ImportOptions options)
    {
        _head = head;
        (_id, _unit, _time) = (head.IndexOf("statistic_id"), head.IndexOf("unit", "unit_of_measurement"), head.IndexOf("start", "time", "start_ts"));
        if (_time < 0) throw new ImportException("Home Assistant's statistics need a header that names start (or time), and mean, sum, state or delta.");
        _name = options.Value == ImportValue.Watts ? "mean" : options.Value == ImportValue.Kwh ? FirstFilled("sum", "state", "delta") : FirstFilled("mean", "sum", "state", "delta");
        _value = head.IndexOf(_name);
        if (_value < 0) throw new ImportException($"The header of Home Assistant's statistics does not name {_name}; allowed: mean, sum, state or delta.");
        _seconds = options.Interval.TotalSeconds;
        _wanted = options.Statistic;
        if (_wanted is not null && _id < 0) throw new ImportException("--statistic chooses among the rows' statistic_id, and this file has no such column.");
        Kind = _name is "mean" or "delta" ? SeriesKind.MeanPower : SeriesKind.Counter;
    }

    public ImportFormat Format => ImportFormat.HomeAssistant;

    public SeriesKind Kind { get; }

    public bool TryRead(CsvRecord record, FieldReader fields, out ImportRow row)
    {
        row = default;
        if (_id >= 0 && !IsWanted(record[_id])) return false;
        if (record[_value].Length == 0) return false;
        var start = fields.Time(record[_time]);
        var factor = FactorOf(record[_unit], fields);
        var most = _name == "mean" ? Sample.MostWatts : EmoncmsFormat.MostKwh;
        var value = fields.Number(_name, record[_value], -most, most, Number) * factor;
        if (_name == "delta") value *= 3600 / _seconds;
        if (Kind == SeriesKind.MeanPower && !Sample.IsPower(value)) fields.Reject(new ImportReason("Reject_TooMuch", _name, value));
        var end = start;
        if (fields.Reason is null)
        {
            end += (long)(_seconds * UnixMicroseconds.PerSecond);
            fields.MustBeOver(end);
        }

        row = new ImportRow(record.Line, Kind == SeriesKind.Counter ? end : start, value, null, null, null);
        return true;
    }

    private string FirstFilled(params string[] names) =>
        names.FirstOrDefault(name => _head.IndexOf(name) is >= 0 and var column && _head.First is { } first && column < first.Length && first[column].Length > 0)
        ?? names.FirstOrDefault(name => _head.IndexOf(name) >= 0) ?? names[0];

    /// <summary>To watts or watt-hours. Without a unit a mean is watts, a counter kilowatt-hours.</summary>
    private double FactorOf(string unit, FieldReader fields)
    {
        var power = _name == "mean";
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
                fields.Reject(new ImportReason("Reject_Unit", PushRow.Excerpt(unit), _name, power ? "W, kW, MW" : "Wh, kWh, MWh"));
                return 1;
        }
    }

    private bool IsWanted(string id)
    {
        if (_wanted is not null) return id == _wanted;
        _seen ??= id;
        return id == _seen
            ? true
            : throw new ImportException(new ImportReason("Error_SeveralStatistics", PushRow.Excerpt(_seen), PushRow.Excerpt(id)));
    }
}
