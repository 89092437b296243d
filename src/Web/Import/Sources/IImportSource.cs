namespace PowerMeter.Web.Import.Sources;

/// <summary>Where rows come from; can be read again and again, and gives the same each time.</summary>
public interface IImportSource : IAsyncDisposable
{
    /// <summary>Opens it at its beginning.</summary>
    /// <exception cref="ImportException">It cannot be read.</exception>
    Task<ImportInput> OpenAsync(CancellationToken cancel);
}
