using PowerMeter.Web.Server;

namespace PowerMeter.Web.W3bstream;

/// <summary>What the page and the API change, and who did it; on a read-only site nothing.</summary>
public sealed partial class W3bstreamChanges(W3bstreamTable table, ReadOnlyMode readOnly, ILogger<W3bstreamChanges> logger)
{
    /// <param name="by">Who asks, for the log.</param>
    /// <exception cref="ReadOnlyException">The site is read-only.</exception>
    /// <inheritdoc cref="W3bstreamTable.ChangeAsync(W3bstreamChange, CancellationToken)" path="/exception"/>
    public async Task ChangeAsync(W3bstreamChange change, string by, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(change);
        readOnly.Check();
        await table.ChangeAsync(change, cancel);
        if (change.Fields().Any()) Changed(logger, by, change);
    }

    /// <returns>How many readings wait again.</returns>
    /// <exception cref="ReadOnlyException">The site is read-only.</exception>
    /// <inheritdoc cref="W3bstreamTable.RetryAsync" path="/exception"/>
    public async Task<int> RetryAsync(int? last, string by, CancellationToken cancel)
    {
        readOnly.Check();
        var count = await table.RetryAsync(last, cancel);
        Retried(logger, by, count);
        return count;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Who} changed of W3bstream: {Fields}.")]
    private static partial void Changed(ILogger logger, string who, W3bstreamChange fields);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Who} lets {Count} refused readings be sent again.")]
    private static partial void Retried(ILogger logger, string who, int count);
}
