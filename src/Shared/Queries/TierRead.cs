using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Shared.Queries;

/// <summary>
/// One tier's part of an answer. Pieces of many buckets are summed by PostgreSQL, an aggregate a piece, which hashes and
/// sorts nothing. Pieces of few buckets are read as they are, in runs, since looking each one up costs more than its rows.
/// </summary>
internal sealed class TierRead
{
    /// <summary>Buckets a piece on average, above which it is cheaper to have them summed than to read them.</summary>
    private const int FewBuckets = 4;

    private const string SumSql = """
        select piece.bin, energy.day_wh, energy.night_wh, energy.covered_s, energy.min_w, energy.max_w
        from unnest($2, $3, $4) as piece (bin, from_time, until_time)
        cross join lateral (
          select sum(day_wh) as day_wh, sum(night_wh) as night_wh, sum(covered_s) as covered_s, min(min_w) as min_w, max(max_w) as max_w
          from {0}
          where sensor_id = $1 and start >= piece.from_time and start < piece.until_time) as energy
        where energy.covered_s is not null
        """;

    // "offset 0" keeps the planner from joining in another way than run by run.
    private const string RowSql = """
        select bucket.start, bucket.day_wh, bucket.night_wh, bucket.covered_s, bucket.min_w, bucket.max_w
        from unnest($2, $3) as run (from_time, until_time)
        cross join lateral (
          select start, day_wh, night_wh, covered_s, min_w, max_w from {0}
          where sensor_id = $1 and start >= run.from_time and start < run.until_time
          offset 0) as bucket
        """;

    private static readonly Dictionary<EnergyTier, string> Sums = Statements(SumSql);
    private static readonly Dictionary<EnergyTier, string> Rows = Statements(RowSql);

    private readonly EnergyTier _tier;
    private readonly List<TierPlan.Piece> _pieces;
    private readonly bool _isByRow;

    /// <param name="pieces">At least one, by time.</param>
    public TierRead(EnergyTier tier, List<TierPlan.Piece> pieces)
    {
        _tier = tier;
        _pieces = pieces;
        _isByRow = pieces.Sum(piece => (piece.Until - piece.From) / tier.LengthMicroseconds) <= (long)FewBuckets * pieces.Count;
    }

    public NpgsqlBatchCommand Command(int sensorId)
    {
        var command = new NpgsqlBatchCommand((_isByRow ? Rows : Sums)[_tier]);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = sensorId });
        if (_isByRow)
        {
            var (from, until) = Runs();
            command.Parameters.Add(MeasureSpans.Times([.. from]));
            command.Parameters.Add(MeasureSpans.Times([.. until]));
            return command;
        }

        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. _pieces.Select(piece => piece.Bin)] });
        command.Parameters.Add(MeasureSpans.Times([.. _pieces.Select(piece => piece.From)]));
        command.Parameters.Add(MeasureSpans.Times([.. _pieces.Select(piece => piece.Until)]));
        return command;
    }

    /// <summary>Adds the current result of the reader, that of <see cref="Command"/>, to the bins.</summary>
    public async Task ReadAsync(NpgsqlDataReader reader, Energy[] bins)
    {
        var piece = 0;
        while (await reader.ReadRowAsync())
        {
            var bin = _isByRow ? BinOf(MeasureSpans.ReadTime(reader, 0), ref piece) : reader.GetInt32(0);
            if (bin >= 0)
                bins[bin] += new Energy(reader.GetDouble(1), reader.GetDouble(2), reader.GetDouble(3), reader.GetDouble(4), reader.GetDouble(5));
        }
    }

    /// <summary>Pieces with at most one bucket between them, which is that of an edge, are one look into the index.</summary>
    private (List<long> From, List<long> Until) Runs()
    {
        var (from, until) = (new List<long>(), new List<long>());
        foreach (var piece in _pieces)
            if (until.Count > 0 && piece.From - until[^1] <= _tier.LengthMicroseconds)
            {
                until[^1] = piece.Until;
            }
            else
            {
                from.Add(piece.From);
                until.Add(piece.Until);
            }

        return (from, until);
    }

    /// <param name="piece">Where the last one was found: the next is mostly there or thereafter.</param>
    /// <returns>-1 for the bucket of an edge, which finer tiers serve.</returns>
    private int BinOf(long start, ref int piece)
    {
        if (start < _pieces[piece].From) piece = 0;
        while (_pieces[piece].Until <= start && piece + 1 < _pieces.Count && _pieces[piece + 1].From <= start) piece++;
        return start >= _pieces[piece].From && start < _pieces[piece].Until ? _pieces[piece].Bin : -1;
    }

    private static Dictionary<EnergyTier, string> Statements(string sql) =>
        EnergyTier.CoarseToFine.ToDictionary(tier => tier, tier => sql.Replace("{0}", tier.Table, StringComparison.Ordinal));
}
