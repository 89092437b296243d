using NodaTime;

namespace PowerMeter.Shared.Tariffs;

/// <summary>Half-open span in which one tariff holds: includes Start, excludes End.</summary>
public readonly record struct TariffSpan(Instant Start, Instant End, Tariff Tariff)
{
    public bool Contains(Instant instant) => Start <= instant && instant < End;
}
