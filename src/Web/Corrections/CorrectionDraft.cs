using System.Globalization;
using NodaTime;
using NodaTime.Text;
using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Forms;

namespace PowerMeter.Web.Corrections;

/// <summary>A correction as somebody writes it into a form: texts, in the site's time. Reading it is pure.</summary>
public sealed record CorrectionDraft
{
    /// <summary>As <c>input type="datetime-local"</c> writes it, with seconds and their fractions or without.</summary>
    private static readonly LocalDateTimePattern[] Times =
    [
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss;FFFFFF"), LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm"),
    ];

    public CorrectionKind Kind { get; set; }

    public string From { get; set; } = "";

    public string To { get; set; } = "";

    /// <summary>Of a start that comes twice, because the clock is set back: whether the second one is meant.</summary>
    public bool FromAgain { get; set; }

    /// <summary>As <see cref="FromAgain"/>, of the end.</summary>
    public bool ToAgain { get; set; }

    public string Watts { get; set; } = "";

    public string Factor { get; set; } = "";

    public string Offset { get; set; } = "";

    public string Reason { get; set; } = "";

    public static string TextOf(long time, DateTimeZone zone) => Times[0].Format(UnixMicroseconds.ToInstant(time).InZone(zone).LocalDateTime);

    /// <summary>Whether the time of day comes twice on its day.</summary>
    public static bool IsTwice(string text, DateTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return Parse(text) is { } local && zone.MapLocal(local).Count == 2;
    }

    /// <summary>What was asked for; null with the faults, of which there is then at least one.</summary>
    public (CorrectionRequest? Request, IReadOnlyList<FieldFault> Faults) Read(int sensorId, DateTimeZone zone, CultureInfo culture, Instant now)
    {
        var faults = new List<FieldFault>();
        var (from, to) = (TimeOf(CorrectionFields.From, From, FromAgain, zone, faults), TimeOf(CorrectionFields.To, To, ToAgain, zone, faults));
        var watts = Kind == CorrectionKind.Set ? NumberOf(CorrectionFields.Watts, Watts, culture, faults) : 0;
        var factor = Kind == CorrectionKind.Scale ? NumberOf(CorrectionFields.Factor, Factor, culture, faults) : 1;
        var offset = Kind == CorrectionKind.Shift ? OffsetOf(culture, faults) : 0;
        if (faults.Count > 0) return (null, faults);
        var request = new CorrectionRequest(sensorId, Kind, from, to) { Watts = watts, Factor = factor, Offset = offset, Reason = Reason.Trim() };
        var more = CorrectionRules.Check(request, now);
        return more.Count > 0 ? (null, more) : (request, more);
    }

    /// <summary>The moment that such a text means, in unix microseconds.</summary>
    /// <param name="field">For the fault.</param>
    /// <param name="again">Of a time that comes twice: whether the second one is meant.</param>
    internal static (long Time, FieldFault? Fault) TimeOf(string field, string text, bool again, DateTimeZone zone)
    {
        if (text.Trim().Length == 0) return (0, new FieldFault(field, "Tables_Bad_NoTime"));
        if (Parse(text) is not { } local) return (0, new FieldFault(field, "Tables_Bad_Time", text));
        var map = zone.MapLocal(local);
        if (map.Count > 0) return ((again ? map.Last() : map.First()).ToInstant().ToUnixMicroseconds(), null);
        var (from, until) = (map.EarlyInterval.IsoLocalEnd, map.LateInterval.IsoLocalStart);
        return (0, new FieldFault(field, "Tables_Bad_Skipped", from.ToString("HH:mm", CultureInfo.InvariantCulture), until.ToString("HH:mm", CultureInfo.InvariantCulture)));
    }

    private static long TimeOf(string field, string text, bool again, DateTimeZone zone, List<FieldFault> faults)
    {
        var (time, fault) = TimeOf(field, text, again, zone);
        if (fault is not null) faults.Add(fault);
        return time;
    }

    private static LocalDateTime? Parse(string text) =>
        Times.Select(pattern => pattern.Parse(text.Trim())).Where(result => result.Success).Select(result => (LocalDateTime?)result.Value).FirstOrDefault();

    private static double NumberOf(string field, string text, CultureInfo culture, List<FieldFault> faults)
    {
        if (Number(text, culture) is { } number) return number;
        faults.Add(new FieldFault(field, text.Trim().Length == 0 ? "Tables_Bad_NoNumber" : "Tables_Bad_Number", text.Trim()));
        return 0;
    }

    /// <summary>Seconds, or hours, minutes and seconds with colons, with a sign or without.</summary>
    private long OffsetOf(CultureInfo culture, List<FieldFault> faults)
    {
        var text = Offset.Trim().Replace('−', '-');
        var isBack = text.StartsWith('-');
        var parts = text.TrimStart('-', '+').Split(':');
        var numbers = parts.Select(part => Number(part, culture)).ToList();
        var isNumber = parts.Length <= 3 && numbers.All(number => number is >= 0 and < 1e9) && numbers.Skip(1).All(number => number < 60)
            && numbers.Take(numbers.Count - 1).All(number => double.IsInteger(number!.Value));
        if (!isNumber)
        {
            faults.Add(new FieldFault(CorrectionFields.Offset, "Tables_Bad_OffsetText", text));
            return 0;
        }

        var seconds = numbers.Count == 1 ? numbers[0]!.Value : (numbers[0]!.Value * 3600) + (numbers[1]!.Value * 60) + (numbers.ElementAtOrDefault(2) ?? 0);
        var microseconds = (long)Math.Round(seconds * UnixMicroseconds.PerSecond);
        return isBack ? -microseconds : microseconds;
    }

    /// <summary>With the decimal sign of the language, or with a point.</summary>
    private static double? Number(string text, CultureInfo culture)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;
        var plain = text.Replace('−', '-');
        if (!double.TryParse(plain, Style, culture, out var number) && !double.TryParse(plain, Style, CultureInfo.InvariantCulture, out number)) return null;
        return double.IsFinite(number) ? number : null;
    }
}
