namespace PowerMeter.Web.Import;

/// <summary>How far an import is; one thread writes, others look.</summary>
public sealed class ImportProgress
{
    private long _rows;
    private double _share;
    private volatile ImportPhase _phase;

    public ImportPhase Phase => _phase;

    /// <summary>Rows or samples of this phase so far.</summary>
    public long Rows => Interlocked.Read(ref _rows);

    /// <summary>0 to 1; not a number while it is not known.</summary>
    public double Share => Volatile.Read(ref _share);

    public void Begin(ImportPhase phase)
    {
        Interlocked.Exchange(ref _rows, 0);
        Volatile.Write(ref _share, 0);
        _phase = phase;
    }

    public void Report(long rows, double share)
    {
        Interlocked.Exchange(ref _rows, rows);
        Volatile.Write(ref _share, double.IsNaN(share) ? share : Math.Clamp(share, 0, 1));
    }
}
