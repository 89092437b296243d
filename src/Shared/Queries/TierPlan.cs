using PowerMeter.Shared.Measurement;

namespace PowerMeter.Shared.Queries;

/// <summary>
/// Which tier serves which part of each bin: whole hours inside the bin, then quarters, then minutes, and the samples
/// for what no minute fits into. One plan for every unit, edge and step.
/// </summary>
internal sealed class TierPlan
{
    private readonly List<Piece>[] _tiers = [.. EnergyTier.CoarseToFine.Select(_ => new List<Piece>())];
    private readonly List<Piece> _raw = [];

    /// <param name="edges">Strictly ascending, in unix microseconds: n + 1 of them make n bins.</param>
    public TierPlan(long[] edges)
    {
        for (var bin = 0; bin + 1 < edges.Length; bin++) Add(0, new Piece(bin, edges[bin], edges[bin + 1]));
    }

    /// <summary>The tiers that are needed, each with its pieces.</summary>
    public IEnumerable<(EnergyTier Tier, List<Piece> Pieces)> Tiers =>
        EnergyTier.CoarseToFine.Zip(_tiers).Where(tier => tier.Second.Count > 0);

    /// <summary>Runs of pieces without a space between them, which one integral serves.</summary>
    public List<List<Piece>> RawRuns()
    {
        var runs = new List<List<Piece>>();
        foreach (var piece in _raw)
        {
            if (runs.Count > 0 && runs[^1][^1].Until == piece.From) runs[^1].Add(piece);
            else runs.Add([piece]);
        }

        return runs;
    }

    private void Add(int level, Piece part)
    {
        if (level == _tiers.Length)
        {
            _raw.Add(part);
            return;
        }

        var tier = EnergyTier.CoarseToFine[level];
        var (from, until) = (tier.Ceiling(part.From), tier.Floor(part.Until));
        if (from >= until)
        {
            Add(level + 1, part);
            return;
        }

        if (part.From < from) Add(level + 1, part with { Until = from });
        _tiers[level].Add(new Piece(part.Bin, from, until));
        if (until < part.Until) Add(level + 1, part with { From = until });
    }

    /// <summary>A part of a bin: includes From, excludes Until.</summary>
    internal readonly record struct Piece(int Bin, long From, long Until);
}
