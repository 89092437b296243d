using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NodaTime;
using NodaTime.Text;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Web.Push;

/// <summary>One row as its fields come in, as text, whatever format they come in. The first thing that is wrong is its reason.</summary>
internal sealed class PushRow(PushRules rules)
{
    /// <summary>The names of the fields, by <see cref="PushColumn"/>.</summary>
    public static readonly string[] Columns = ["time", "watts", "volts", "battery"];

    /// <summary>No number and no time is longer. Characters.</summary>
    private const int LongestText = 64;
    private const int LongestExcerpt = 40;

    /// <summary>Well beyond what any meter for a building sees.</summary>
    private const double MostVolts = 100_000;

    /// <summary>Percent; some gauges say a little more than 100 when the cell is full.</summary>
    private const double MostBattery = 125;

    private const NumberStyles Decimal = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private readonly double?[] _numbers = new double?[Columns.Length];
    private Instant? _time;
    private Sentence? _reason;
    private int _given;

    /// <summary>Whether a row without a time is one of now.</summary>
    public bool TimeIsOptional { get; init; }

    public void Clear()
    {
        Array.Clear(_numbers);
        (_time, _reason, _given) = (null, null, 0);
    }

    public void Reject(Sentence reason) => _reason ??= reason;

    /// <summary>Remembers that a field is there.</summary>
    public void Mention(PushColumn column)
    {
        if ((_given & (1 << (int)column)) != 0) Reject(new Sentence("Push_Twice", Columns[(int)column]));
        _given |= 1 << (int)column;
    }

    public void Set(PushColumn column, string text)
    {
        switch (column)
        {
            case PushColumn.Time: SetTime(text); break;
            case PushColumn.Watts: SetNumber(column, text, -Sample.MostWatts, Sample.MostWatts, "Value_Watts"); break;
            case PushColumn.Volts: SetNumber(column, text, -MostVolts, MostVolts, "Value_Volts"); break;
            case PushColumn.Battery: SetNumber(column, text, 0, MostBattery, "Value_Battery"); break;
        }
    }

    /// <summary>What a reason may show of what was given: short, and without what breaks a line or the database's text.</summary>
    public static string Excerpt(string text)
    {
        var cut = text.Length > LongestExcerpt ? $"{text.AsSpan(0, LongestExcerpt)}…" : text;
        return string.Concat(cut.Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '\uFFFD' : letter));
    }

    public bool TryFinish(out Sample sample, [NotNullWhen(false)] out Sentence? reason)
    {
        sample = default;
        if (TimeIsOptional) _time ??= rules.Now;
        if (_time is null) Reject(new Sentence("Push_NoTime", TimeText.Allowed));
        if (_numbers[(int)PushColumn.Watts] is null) Reject(new Sentence("Push_NoWatts"));
        reason = _reason;
        if (reason is not null) return false;
        sample = new Sample(rules.SensorId, _time!.Value, _numbers[(int)PushColumn.Watts]!.Value)
        {
            Volts = (float?)_numbers[(int)PushColumn.Volts],
            Battery = (float?)_numbers[(int)PushColumn.Battery],
        };
        return true;
    }

    /// <param name="allowed">Key of the sentence that says what is allowed.</param>
    private void SetNumber(PushColumn column, string text, double least, double most, string allowed)
    {
        if (CanBeValue(text) && double.TryParse(text, Decimal, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            _numbers[(int)column] = number;
        else Reject(new Sentence("Value_NotAllowed", Columns[(int)column], Excerpt(text), new Sentence(allowed)));
    }

    private void SetTime(string text)
    {
        if (TimeText.Parse(text) is not { } time) Reject(new Sentence("Value_NotAllowed", "time", Excerpt(text), TimeText.Allowed));
        else if (time < Sample.Earliest || time >= Sample.Latest) Reject(new Sentence("Push_TimeBeyond", Excerpt(text)));
        else if (time > rules.Latest)
            Reject(new Sentence("Push_TimeAhead", Excerpt(text), InstantPattern.General.Format(rules.Now), InstantPattern.General.Format(rules.Latest)));
        else _time = time;
    }

    // The parsers of numbers pass over NULs at the end.
    private static bool CanBeValue(string text) => text.Length <= LongestText && !text.Contains('\0', StringComparison.Ordinal);
}
