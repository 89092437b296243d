namespace PowerMeter.Web.Import;

/// <summary>Reads rows one after another; memory does not grow with their number.</summary>
public interface IRowReader : IAsyncDisposable
{
    SeriesKind Kind { get; }

    /// <returns>How many were put in; 0 at the end.</returns>
    /// <exception cref="ImportException">The source as a whole cannot be read.</exception>
    ValueTask<int> ReadAsync(ImportRow[] into, CancellationToken cancel);
}
