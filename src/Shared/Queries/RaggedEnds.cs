using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Shared.Queries;

/// <summary>
/// What no minute fits into: read from the samples themselves, with the neighbour on either side that a segment can reach;
/// where retention has removed them, the minutes' proportional shares.
/// </summary>
internal sealed class RaggedEnds
{
    /// <summary>
    /// So many runs are read by exact statements at once. Of more the near samples are read first, which takes a third of
    /// the looks into the index, and those that lack a neighbour are read again.
    /// </summary>
    internal const int Few = 16;

    private const string MaxGapSql = "select max_gap_s from sensors where id = $1";

    // Where retention has removed the samples: of each minute that the piece reaches into, the part that it has of it. Of a
    // piece elsewhere there is no row. "offset 0" keeps the planner from looking at any minute for those.
    private const string ShareSql = """
        select piece.bin, piece.from_time, piece.until_time,
               minute.day_wh * share, minute.night_wh * share, minute.covered_s * share, minute.min_w, minute.max_w
        from (select bin, from_time, until_time from unnest($2, $3, $4) as given (bin, from_time, until_time)
              where from_time < (select horizon from raw_horizon) offset 0) as piece
        cross join lateral (
          select day_wh, night_wh, covered_s, min_w, max_w,
                 extract(epoch from least(piece.until_time, start + interval '1 minute') - greatest(piece.from_time, start))::double precision / 60 as share
          from energy_minutes
          where sensor_id = $1 and start > piece.from_time - interval '1 minute' and start < piece.until_time) as minute
        """;

    private readonly int _sensorId;
    private readonly Run[] _runs;
    private readonly Dictionary<TierPlan.Piece, Energy> _shares = [];
    private long? _maxGap;
    private long _horizon = long.MinValue;

    public RaggedEnds(int sensorId, List<List<TierPlan.Piece>> runs)
    {
        _sensorId = sensorId;
        _runs = [.. runs.Select(pieces => new Run(pieces))];
    }

    /// <summary>How many statements <see cref="Commands"/> makes.</summary>
    public int Count => _runs.Length == 0 ? 0 : 3;

    /// <summary>Whether a look at what was read may be needed before the snapshot is given back.</summary>
    public bool MayNeedMore => _runs.Length > Few;

    public IEnumerable<NpgsqlBatchCommand> Commands()
    {
        if (_runs.Length == 0) yield break;
        yield return new NpgsqlBatchCommand(MaxGapSql) { Parameters = { new NpgsqlParameter<int> { TypedValue = _sensorId } } };
        var command = new NpgsqlBatchCommand(MayNeedMore ? MeasureSpans.NearSql : MeasureSpans.ManySql);
        AddParameters(command.Parameters, _runs);
        yield return command;
        var pieces = _runs.SelectMany(run => run.Pieces).ToList();
        yield return new NpgsqlBatchCommand(ShareSql)
        {
            Parameters =
            {
                new NpgsqlParameter<int> { TypedValue = _sensorId },
                new NpgsqlParameter<int[]> { TypedValue = [.. pieces.Select(piece => piece.Bin)] },
                MeasureSpans.Times([.. pieces.Select(piece => piece.From)]),
                MeasureSpans.Times([.. pieces.Select(piece => piece.Until)]),
            },
        };
    }

    /// <summary>Pieces that begin before it have no samples any more: they are shares of their minutes.</summary>
    public void LeaveOut(long horizon) => _horizon = horizon;

    /// <summary>Reads the results of <see cref="Commands"/>, the first of which is the reader's current one.</summary>
    public async Task ReadAsync(NpgsqlDataReader reader, CancellationToken cancel)
    {
        if (_runs.Length == 0) return;
        while (await reader.ReadRowAsync()) _maxGap = (long)(reader.GetDouble(0) * UnixMicroseconds.PerSecond);
        await reader.NextResultAsync(cancel);
        // Without a gap there is no sensor, and no sample of it.
        if (_maxGap is { } maxGap) await IntegrateAsync(reader, _runs, maxGap);
        await reader.NextResultAsync(cancel);
        while (await reader.ReadRowAsync())
        {
            var piece = new TierPlan.Piece(reader.GetInt32(0), MeasureSpans.ReadTime(reader, 1), MeasureSpans.ReadTime(reader, 2));
            var share = new Energy(reader.GetDouble(3), reader.GetDouble(4), reader.GetDouble(5), reader.GetDouble(6), reader.GetDouble(7));
            _shares[piece] = _shares.TryGetValue(piece, out var other) ? other + share : share;
        }
    }

    /// <summary>Reads again, on the same connection and so from the same snapshot, what lacks a neighbour.</summary>
    public async Task ReadMoreAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        if (!MayNeedMore || _maxGap is not { } maxGap) return;
        var lacking = _runs.Where(run => run.LacksNeighbour).ToArray();
        if (lacking.Length == 0) return;
        await using var command = new NpgsqlCommand(MeasureSpans.ManySql, connection);
        AddParameters(command.Parameters, lacking);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await IntegrateAsync(reader, lacking, maxGap);
    }

    /// <summary>Adds the energy of each piece to its bin.</summary>
    public void AddTo(Energy[] bins)
    {
        foreach (var run in _runs) run.AddTo(bins, _horizon);
        foreach (var (piece, share) in _shares) bins[piece.Bin] += share;
    }

    private void AddParameters(NpgsqlParameterCollection parameters, Run[] runs) =>
        MeasureSpans.AddParameters(parameters, _sensorId, [.. runs.Select(run => run.From)], [.. runs.Select(run => run.Until)]);

    private static async Task IntegrateAsync(NpgsqlDataReader reader, Run[] runs, long maxGap)
    {
        foreach (var run in runs) run.Begin(maxGap);
        while (await reader.ReadRowAsync())
            runs[(int)reader.GetInt64(0) - 1].Add(MeasureSpans.ReadTime(reader, 1), reader.GetDouble(2), reader.GetBoolean(3));
    }

    /// <summary>Pieces without a space between them, and their integral as far as it has been read.</summary>
    private sealed class Run(List<TierPlan.Piece> pieces)
    {
        private EnergyIntegrator? _integrator;
        private bool _before;
        private bool _after;

        public IEnumerable<TierPlan.Piece> Pieces => pieces;

        public long From => pieces[0].From;

        public long Until => pieces[^1].Until;

        public bool LacksNeighbour => !_before || !_after;

        public void Begin(long maxGap)
        {
            _integrator = new EnergyIntegrator([From, .. pieces.Select(piece => piece.Until)], maxGap);
            (_before, _after) = (false, false);
        }

        public void Add(long time, double watts, bool night)
        {
            _before |= time < From;
            _after |= time >= Until;
            _integrator!.Add(time, watts, night);
        }

        public void AddTo(Energy[] bins, long horizon)
        {
            if (_integrator is null) return;
            foreach (var (piece, energy) in pieces.Zip(_integrator.Result()))
                if (piece.From >= horizon) bins[piece.Bin] += energy;
        }
    }
}
