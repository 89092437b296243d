using Npgsql;

namespace PowerMeter.Web.Queries;

/// <summary>
/// Rows that whoever reads them may leave before their end. The server is then told to stop: what is left would else be read
/// to its end before the connection is free, which takes minutes for years of samples, for nobody.
/// </summary>
internal sealed class OpenRows(NpgsqlCommand command, NpgsqlDataReader rows) : IAsyncDisposable
{
    private bool _areLeft = true;

    public async ValueTask<bool> ReadAsync(CancellationToken cancel)
    {
        _areLeft = false; // what fails has ended
        return _areLeft = await rows.ReadAsync(cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (_areLeft) command.Cancel();
        try
        {
            await rows.DisposeAsync();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.QueryCanceled)
        {
            // As asked for.
        }
    }
}
