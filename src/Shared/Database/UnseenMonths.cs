using NodaTime;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Shared.Database;

/// <summary>Months (UTC) as numbers that count on: year × 12 + month − 1.</summary>
public static class UnseenMonths
{
    /// <summary>The runs of months that the samples lie in and that are not among the seen; both ends included.</summary>
    public static List<(int First, int Last)> Of(ReadOnlySpan<Sample> samples, IReadOnlySet<int> seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        SortedSet<int>? months = null;
        var (start, end, month) = (Instant.MaxValue, Instant.MinValue, 0);
        foreach (ref readonly var sample in samples)
        {
            if (sample.Time < start || sample.Time >= end)
            {
                month = Of(sample.Time);
                (start, end) = (Start(month), Start(month + 1));
            }

            if (!seen.Contains(month)) (months ??= []).Add(month);
        }

        var runs = new List<(int First, int Last)>();
        foreach (var next in months ?? [])
        {
            if (runs.Count > 0 && runs[^1].Last == next - 1) runs[^1] = (runs[^1].First, next);
            else runs.Add((next, next));
        }

        return runs;
    }

    public static DateTime StartOf(int month) => Start(month).ToDateTimeUtc();

    private static int Of(Instant instant) => instant.InUtc() is var utc ? utc.Year * 12 + utc.Month - 1 : 0;

    private static Instant Start(int month) => Instant.FromUtc(month / 12, month % 12 + 1, 1, 0, 0);
}
