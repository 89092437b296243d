using NodaTime;
using PowerMeter.Shared.Tariffs;

namespace PowerMeter.Web.Queries;

/// <summary>What a kilowatt-hour costs at a moment, and when that changes.</summary>
/// <param name="NextChange">When the tariff or its price next changes; null when it does not within a year.</param>
/// <param name="Next">What holds from then on.</param>
public sealed record TariffNow(TariffRate Rate, Instant? NextChange, TariffRate? Next)
{
    private static readonly Duration Horizon = Duration.FromDays(366);

    /// <returns>Null when no contract is in force.</returns>
    public static TariffNow? Of(TariffCalendar calendar, Instant now)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        if (TariffRate.At(calendar, now) is not { } rate) return null;
        for (var end = calendar.SpanAt(now).End; end < now + Horizon; end = calendar.SpanAt(end).End)
            if (TariffRate.At(calendar, end) is { } next && next != rate) return new TariffNow(rate, end, next);
        return new TariffNow(rate, null, null);
    }
}
