using System.Diagnostics.CodeAnalysis;
using NodaTime;
using NodaTime.Text;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Web.Import.Csv;

/// <summary>
/// Wall-clock times without an offset, in a zone. In the hour that comes twice in autumn the first one is meant until
/// the times would run backwards, then the second. Remembers the last time. Not for several threads.
/// </summary>
internal sealed class LocalTimes(DateTimeZone zone)
{
    private static readonly LocalDateTimePattern[] Patterns =
    [
        .. new[]
        {
            "dd'/'MM'/'uuuu HH':'mm':'ss", "dd'/'MM'/'uuuu HH':'mm", "dd'.'MM'.'uuuu HH':'mm':'ss", "dd'.'MM'.'uuuu HH':'mm",
            "uuuu'-'MM'-'dd HH':'mm':'ss", "uuuu'-'MM'-'dd'T'HH':'mm':'ss", "uuuu'-'MM'-'dd HH':'mm", "uuuu'-'MM'-'dd'T'HH':'mm",
            "uuuu'-'MM'-'dd HH':'mm':'ss;FFFFFF", "uuuu'-'MM'-'dd'T'HH':'mm':'ss;FFFFFF", "uuuu'.'MM'.'dd HH':'mm", "uuuu'-'MM'-'dd",
        }.Select(LocalDateTimePattern.CreateWithInvariantCulture),
    ];

    private int _pattern;
    private Instant _last = Instant.MinValue;

    /// <param name="reason">Null for what is no local time at all.</param>
    public bool TryParse(string text, out long microseconds, out Sentence? reason)
    {
        (microseconds, reason) = (0, null);
        if (!TryFind(text, out var local)) return false;
        var mapped = zone.MapLocal(local.Value);
        if (mapped.Count == 0)
        {
            reason = new Sentence("Import_NoSuchTime", text, zone.Id);
            return false;
        }

        var instant = mapped.First().ToInstant();
        if (mapped.Count == 2 && instant <= _last) instant = mapped.Last().ToInstant();
        _last = instant;
        microseconds = instant.ToUnixMicroseconds();
        return true;
    }

    // A file writes all its times in one way: the one that fitted last is tried first.
    private bool TryFind(string text, [NotNullWhen(true)] out LocalDateTime? local)
    {
        for (var i = 0; i < Patterns.Length; i++)
        {
            var index = (_pattern + i) % Patterns.Length;
            if (Patterns[index].Parse(text) is not { Success: true } parsed) continue;
            (_pattern, local) = (index, parsed.Value);
            return true;
        }

        local = null;
        return false;
    }
}
