using PowerMeter.Shared.Measurement;

namespace PowerMeter.Web.Push;

/// <summary>What was pushed, row by row: the good ones as samples, the others with the reason. At most <see cref="MostRows"/> together.</summary>
public sealed class PushBatch
{
    /// <summary>A day of samples every ten seconds is 8,640.</summary>
    public const int MostRows = 10_000;

    private readonly List<Sample> _samples = [];
    private readonly List<RejectedRow> _rejected = [];

    public IReadOnlyList<Sample> Samples => _samples;

    public IReadOnlyList<RejectedRow> Rejected => _rejected;

    public int Rows => _samples.Count + _rejected.Count;

    /// <param name="line">Where the row begins, from 1.</param>
    /// <exception cref="PushFormatException">There are too many.</exception>
    internal void Add(PushRow row, int line)
    {
        if (Rows == MostRows) throw PushFormatException.TooMany();
        if (row.TryFinish(out var sample, out var reason)) _samples.Add(sample);
        else _rejected.Add(new RejectedRow(Rows, line, reason.ToString()) { Said = reason });
    }
}
