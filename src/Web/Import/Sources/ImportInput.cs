namespace PowerMeter.Web.Import.Sources;

/// <summary>One reading of a source.</summary>
/// <param name="text">The rows as CSV. Disposed with this.</param>
/// <param name="share">How much of it is read, 0 to 1, told the rows so far; not a number when that is not known.</param>
/// <param name="owned">What else ends with it.</param>
public sealed class ImportInput(Stream text, Func<long, double> share, IAsyncDisposable? owned = null) : IAsyncDisposable
{
    public Stream Text => text;

    public double ShareAfter(long rows) => share(rows);

    public async ValueTask DisposeAsync()
    {
        await text.DisposeAsync();
        if (owned is not null) await owned.DisposeAsync();
    }
}
