using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;
using PowerMeter.Shared.Tariffs;

namespace PowerMeter.Web.Corrections;

/// <summary>
/// Energy and money by day of the samples as they are, and as they would be: two integrals over the same bins, which end at
/// midnights and where a contract begins. Samples come in the order of time on either side.
/// </summary>
public sealed class EffectReckoning
{
    private readonly TariffCalendar _calendar;
    private readonly long[] _edges;
    private readonly EnergyIntegrator _before;
    private readonly EnergyIntegrator _after;

    /// <param name="first">No sample is before it, on either side; unix microseconds.</param>
    /// <param name="last">No sample is after it.</param>
    /// <param name="maxGap">Microseconds.</param>
    public EffectReckoning(TariffCalendar calendar, long first, long last, long maxGap)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        _calendar = calendar;
        _edges = EdgesOf(calendar, first, last);
        (_before, _after) = (new EnergyIntegrator(_edges, maxGap), new EnergyIntegrator(_edges, maxGap));
    }

    public void AddBefore(long time, double watts, bool night) => _before.Add(time, watts, night);

    public void AddAfter(long time, double watts, bool night) => _after.Add(time, watts, night);

    /// <summary>By date; days without energy on either side are left out.</summary>
    public IReadOnlyList<DayEffect> Result()
    {
        var (before, after) = (_before.Result(), _after.Result());
        var days = new List<DayEffect>();
        for (var i = 0; i < before.Length; i++)
        {
            if (!before[i].IsCovered && !after[i].IsCovered) continue;
            var start = UnixMicroseconds.ToInstant(_edges[i]);
            var (date, contract) = (start.InZone(_calendar.Zone).Date, _calendar.ContractAt(start));
            var part = new DayEffect(date, before[i].WattHours, after[i].WattHours, EnergyCost.Of(before[i], contract), EnergyCost.Of(after[i], contract));
            if (days.Count > 0 && days[^1].Date == date) days[^1] = Sum(days[^1], part);
            else days.Add(part);
        }

        return days;
    }

    private static DayEffect Sum(DayEffect one, DayEffect other) => new(
        one.Date, one.BeforeWattHours + other.BeforeWattHours, one.AfterWattHours + other.AfterWattHours,
        one.BeforeCost + other.BeforeCost, one.AfterCost + other.AfterCost);

    private static long[] EdgesOf(TariffCalendar calendar, long first, long last)
    {
        var start = CalendarBuckets.StartOfDay(calendar.Zone, UnixMicroseconds.ToInstant(first).InZone(calendar.Zone).Date);
        var edges = new SortedSet<long> { start };
        foreach (var midnight in CalendarBuckets.Starts(calendar.Zone, Scale.Day, first))
        {
            edges.Add(midnight);
            if (midnight > last) break;
        }

        edges.UnionWith(calendar.ContractStarts.Select(contract => contract.ToUnixMicroseconds()).Where(contract => contract > start && contract <= last));
        return [.. edges];
    }
}
