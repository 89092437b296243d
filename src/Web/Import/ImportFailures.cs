using Npgsql;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Database;

namespace PowerMeter.Web.Import;

/// <summary>Says in words what broke an import off.</summary>
internal static class ImportFailures
{
    /// <exception cref="ImportException">What a person can mend; anything else is thrown as it is.</exception>
    public static async Task<T> SaidAsync<T>(Func<Task<T>> read, CancellationToken cancel)
    {
        try
        {
            return await read();
        }
        catch (InvalidDataException e)
        {
            throw new ImportException(new Sentence("Import_Damaged", e.Message), e);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DiskFull)
        {
            throw new ImportException(new Sentence("Import_DiskFull"), e);
        }
        catch (PostgresException e) when (cancel.IsCancellationRequested && e.SqlState == PostgresErrorCodes.QueryCanceled)
        {
            throw new OperationCanceledException("The load was given up.", e, cancel);
        }
        catch (NpgsqlException e) when (!cancel.IsCancellationRequested && ServerLoss.Is(e))
        {
            throw new ImportException(new Sentence("Import_DatabaseAway", e.Message), e);
        }
    }
}
