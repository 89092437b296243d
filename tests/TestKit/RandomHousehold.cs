using System.Diagnostics.CodeAnalysis;

namespace PowerMeter.Tests.TestKit;

/// <summary>
/// Contracts and samples by chance, around what is easy to get wrong in a zone's year 2026: both changes of the clock, new
/// contracts beside them, off-peak hours over midnight, over the missing and the double hour, and on weekends only.
/// </summary>
public sealed class RandomHousehold
{
    private const long Second = 1_000_000;
    private const long Hour = 3600 * Second;

    private static readonly DateTimeOffset NewYear = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] Schedules =
    [
        "", "22:30-06:30", "mon-fri 22:00-06:00; sat,sun 00:00-24:00", "01:30-03:15;12:30-14:00", "sun 00:30-02:45; mon-sat 23:15-24:00", "fri-mon 23:45-00:15;02:00-03:00",
    ];

    private readonly string _zone;
    private readonly Random _random;
    private readonly List<DateTimeOffset> _changes;

    public RandomHousehold(string zone, int seed)
    {
        _random = new Random(seed);
        _zone = zone;
        _changes = ClockChanges(TimeZoneInfo.FindSystemTimeZoneById(zone));
        ChangeContracts();
    }

    public IReadOnlyList<ReferenceContract> Contracts { get; private set; }

    public ReferenceTariffs Tariffs { get; private set; }

    /// <summary>Other contracts, from other dates, with other hours and prices.</summary>
    [MemberNotNull(nameof(Contracts), nameof(Tariffs))]
    public void ChangeContracts()
    {
        var dates = _changes.Select(change => DateOnly.FromDateTime(change.DateTime).AddDays(_random.Next(-1, 2)))
            .Append(_random.Next(3) == 0 ? DateOnly.FromDateTime(_changes[0].DateTime) : new DateOnly(2020, 1, 1))
            .Append(DateOnly.FromDateTime(_changes[1].DateTime).AddDays(_random.Next(-1, 2)));
        Contracts = [.. dates.Distinct().Select(Contract)];
        Tariffs = new ReferenceTariffs(_zone, Contracts);
    }

    /// <summary>Samples of a day or two around a change of the clock, with gaps below, at and above max_gap.</summary>
    /// <param name="change">0 for the first of the year, 1 for the second.</param>
    /// <param name="maxGap">Microseconds.</param>
    /// <returns>Unix microseconds and watts, in the order of time.</returns>
    public List<(long Time, double Watts)> Samples(int change, long maxGap)
    {
        var middle = _changes[change].ToUnixTimeSeconds() * Second;
        var (from, until) = (middle - _random.NextInt64(6 * Hour, 30 * Hour), middle + _random.NextInt64(6 * Hour, 30 * Hour));
        var (longest, isWhole) = (_random.Next(3) switch { 0 => 12, 1 => 30, _ => 58 } * Second, _random.Next(2) == 0);
        var samples = new List<(long, double)>();
        for (var time = from / Second * Second; time < until;)
        {
            samples.Add((time, Math.Round(_random.NextDouble() * 4000 - 500, _random.Next(4))));
            time += _random.Next(60) switch
            {
                0 => maxGap,
                1 => maxGap + 1,
                2 => _random.NextInt64(maxGap, maxGap * 40),
                _ when isWhole => _random.NextInt64(1, longest / Second) * Second,
                _ => _random.NextInt64(1, longest),
            };
        }

        return samples;
    }

    /// <summary>A moment within the samples or a little outside: on a boundary of the clock, on a sample, or anywhere.</summary>
    public long Moment(IReadOnlyList<(long Time, double Watts)> samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        var any = _random.NextInt64(samples[0].Time - Hour, samples[^1].Time + Hour);
        return _random.Next(6) switch
        {
            0 => any / Hour * Hour,
            1 => any / (900 * Second) * (900 * Second),
            2 => any / (60 * Second) * (60 * Second),
            3 => samples[_random.Next(samples.Count)].Time,
            4 => any / Second * Second,
            _ => any,
        };
    }

    /// <summary>The moments at which the zone's offset changes in 2026; any two for a zone without.</summary>
    private static List<DateTimeOffset> ClockChanges(TimeZoneInfo zone)
    {
        var quarters = Enumerable.Range(1, 365 * 96).Select(quarter => NewYear.AddMinutes(15 * quarter));
        var changes = quarters.Where(time => zone.GetUtcOffset(time) != zone.GetUtcOffset(time.AddMinutes(-15))).ToList();
        return changes.Count == 2 ? changes : [NewYear.AddDays(87), NewYear.AddDays(297)];
    }

    /// <summary>A contract by chance, with VAT in its prices or on top of them.</summary>
    private ReferenceContract Contract(DateOnly validFrom) => new(
        validFrom, Price(), Price(), Schedules[_random.Next(Schedules.Length)], _random.Next(3) switch { 0 => 20, 1 => 5.5m, _ => null });

    private decimal Price() => _random.Next(-50_000, 900_000) / 1_000_000m;
}
