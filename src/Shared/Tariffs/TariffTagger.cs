using NodaTime;

namespace PowerMeter.Shared.Tariffs;

/// <summary>Tells the tariff of many moments quickly: it remembers the span of the last one. Not for several threads.</summary>
public sealed class TariffTagger(TariffCalendar calendar)
{
    private TariffSpan _span = calendar.SpanAt(Instant.FromUnixTimeSeconds(0));

    public bool IsNight(Instant instant)
    {
        if (!_span.Contains(instant)) _span = calendar.SpanAt(instant);
        return _span.Tariff == Tariff.Night;
    }
}
