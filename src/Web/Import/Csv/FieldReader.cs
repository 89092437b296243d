using NodaTime;
using NodaTime.Text;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Push;

namespace PowerMeter.Web.Import.Csv;

/// <summary>Makes times and numbers of a row's texts; the first thing that is wrong is the row's reason. Not for several threads.</summary>
/// <param name="zone">Of times that bring no offset; null: they need one.</param>
/// <param name="latest">Unix microseconds: a later time lies ahead, and is refused.</param>
/// <param name="decimalComma">A comma may stand for the point.</param>
internal sealed class FieldReader(DateTimeZone? zone, long latest, bool decimalComma)
{
    /// <summary>A number of seconds beyond this is milliseconds: 1973 in those, the year 5138 in seconds.</summary>
    private const long LeastMilliseconds = 100_000_000_000;

    private static readonly long Earliest = Sample.Earliest.ToUnixMicroseconds();

    private readonly LocalTimes? _local = zone is null ? null : new LocalTimes(zone);

    /// <summary>What is wrong with the row; null so far.</summary>
    public Sentence? Reason { get; private set; }

    public void Clear() => Reason = null;

    public void Reject(Sentence reason) => Reason ??= reason;

    /// <summary>Unix microseconds; only with <see cref="Reason"/> null.</summary>
    public long Time(string text)
    {
        if (!TryTime(text, out var time, out var reason))
        {
            Reject(reason ?? (_local is null
                ? new Sentence("Value_NotAllowed", "time", PushRow.Excerpt(text), TimeText.Allowed)
                : new Sentence("Import_LocalTime", PushRow.Excerpt(text), TimeText.Allowed)));
        }
        else if (time < Earliest)
        {
            Reject(new Sentence("Import_Before2000", PushRow.Excerpt(text)));
        }
        else if (time > latest)
        {
            Reject(new Sentence("Import_Ahead", PushRow.Excerpt(text), Moment(latest)));
        }

        return time;
    }

    /// <summary>What a row stands for must be over too.</summary>
    /// <param name="end">Unix microseconds.</param>
    public void MustBeOver(long end)
    {
        if (end > latest) Reject(new Sentence("Import_SpanAhead", Moment(end), Moment(latest)));
    }

    public double Number(string name, string text, double least, double most, Sentence allowed)
    {
        if (NumberText.TryParse(text, decimalComma, out var number) && number >= least && number <= most) return number;
        Reject(text.Length == 0 ? new Sentence("Import_Missing", name, allowed) : new Sentence("Value_NotAllowed", name, PushRow.Excerpt(text), allowed));
        return 0;
    }

    public float? OptionalNumber(string name, string text, double least, double most, Sentence allowed) =>
        text.Length == 0 ? null : (float)Number(name, text, least, most, allowed);

    /// <summary>Null for an empty text.</summary>
    public bool? Night(string text)
    {
        if (text is "0" or "f" or "false" or "False" or "FALSE") return false;
        if (text is "1" or "t" or "true" or "True" or "TRUE") return true;
        if (text.Length > 0) Reject(new Sentence("Import_NightRate", PushRow.Excerpt(text)));
        return null;
    }

    private static string Moment(long time) => InstantPattern.General.Format(UnixMicroseconds.ToInstant(time));

    private bool TryTime(string text, out long time, out Sentence? reason)
    {
        reason = null;
        if (QuickTime.TryUnixSeconds(text, out time))
        {
            if (_local is not null && time / UnixMicroseconds.PerSecond >= LeastMilliseconds) time /= 1000;
            return true;
        }

        if (QuickTime.TryIso(text, out time)) return true;
        if (TimeText.Parse(text) is { } instant)
        {
            time = instant == Instant.MaxValue ? long.MaxValue : instant == Instant.MinValue ? long.MinValue : instant.ToUnixMicroseconds();
            if (_local is not null && time != long.MaxValue && time / UnixMicroseconds.PerSecond >= LeastMilliseconds) time /= 1000;
            return true;
        }

        return _local is not null && text.Length <= 40 && _local.TryParse(text, out time, out reason);
    }
}
