using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Web.Push;

/// <summary>Sees to it that the months of samples have their partitions; asks the database once a month and process.</summary>
public sealed class MeasureMonths(NpgsqlDataSource database)
{
    private volatile IReadOnlySet<int> _seen = new HashSet<int>();

    public async Task EnsureAsync(ReadOnlyMemory<Sample> samples, CancellationToken cancel)
    {
        var seen = _seen;
        var runs = UnseenMonths.Of(samples.Span, seen);
        if (runs.Count == 0) return;
        foreach (var (first, last) in runs)
        {
            await using var ensure = database.CreateCommand("select ensure_measure_partitions($1, $2)");
            ensure.Parameters.Add(new NpgsqlParameter { Value = UnseenMonths.StartOf(first) });
            ensure.Parameters.Add(new NpgsqlParameter { Value = UnseenMonths.StartOf(last) });
            await ensure.ExecuteNonQueryAsync(cancel);
        }

        // What another call adds meanwhile may be lost: it is asked for once more.
        _seen = new HashSet<int>(seen.Concat(runs.SelectMany(run => Enumerable.Range(run.First, run.Last - run.First + 1))));
    }

    /// <summary>A partition may have been dropped since it was seen.</summary>
    public void Forget() => _seen = new HashSet<int>();
}
