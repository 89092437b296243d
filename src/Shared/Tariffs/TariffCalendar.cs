using NodaTime;

namespace PowerMeter.Shared.Tariffs;

/// <summary>
/// Which contract and which tariff hold at a moment, and until when: the only piece of code that knows. Off-peak hours
/// are read off the wall clock, so that on a day of 25 hours an hour that comes twice counts twice, and on a day of 23
/// the missing one not at all.
/// </summary>
public sealed class TariffCalendar
{
    private readonly Contract[] _contracts;
    private readonly Instant[] _starts;

    public TariffCalendar(DateTimeZone zone, IEnumerable<Contract> contracts)
    {
        Zone = zone;
        _contracts = [.. contracts.OrderBy(contract => contract.ValidFrom)];
        _starts = [.. _contracts.Select(contract => zone.AtStartOfDay(contract.ValidFrom).ToInstant())];
    }

    public DateTimeZone Zone { get; }

    /// <summary>The moments at which a contract begins, ascending.</summary>
    public IReadOnlyList<Instant> ContractStarts => _starts;

    /// <summary>The contract in force; null before the first one.</summary>
    public Contract? ContractAt(Instant instant) => IndexAt(instant) is var index && index >= 0 ? _contracts[index] : null;

    public Tariff TariffAt(Instant instant) => SpanAt(instant).Tariff;

    /// <summary>
    /// A span around the moment in which one tariff holds throughout. Neighbouring spans may have the same tariff: they
    /// also end where a contract or the zone's offset changes.
    /// </summary>
    public TariffSpan SpanAt(Instant instant)
    {
        var index = IndexAt(instant);
        var start = index >= 0 ? _starts[index] : Instant.MinValue;
        var end = index + 1 < _starts.Length ? _starts[index + 1] : Instant.MaxValue;
        if (index < 0) return new TariffSpan(start, end, Tariff.Day);

        // Within one interval of the zone the offset is constant, and wall-clock times map one to one.
        var interval = Zone.GetZoneInterval(instant);
        if (interval.HasStart) start = Instant.Max(start, interval.Start);
        if (interval.HasEnd) end = Instant.Min(end, interval.End);

        var schedule = _contracts[index].OffPeak;
        var local = instant.WithOffset(interval.WallOffset).LocalDateTime;
        if (schedule.LastChange(local) is { } last) start = Instant.Max(start, last.WithOffset(interval.WallOffset).ToInstant());
        if (schedule.NextChange(local) is { } next) end = Instant.Min(end, next.WithOffset(interval.WallOffset).ToInstant());
        return new TariffSpan(start, end, schedule.At(local));
    }

    /// <summary>When the tariff next changes; null when it does not within a year.</summary>
    public Instant? NextChange(Instant instant)
    {
        var span = SpanAt(instant);
        for (var next = span; next.End < instant + Duration.FromDays(366); next = SpanAt(next.End))
            if (SpanAt(next.End).Tariff != span.Tariff) return next.End;
        return null;
    }

    private int IndexAt(Instant instant)
    {
        var found = Array.BinarySearch(_starts, instant);
        return found >= 0 ? found : ~found - 1;
    }
}
