using Microsoft.Extensions.Logging;
using Npgsql;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Receiver.Ingest;

/// <summary>
/// Writes a batch as a whole; one that the database refuses for what is in it is halved again and again until the bad
/// samples are alone.
/// </summary>
public sealed partial class BatchWriter(MeasureTable table, RejectedSamples rejected, ILogger logger)
{
    /// <exception cref="NpgsqlException">The database is away; some of the batch may have been written.</exception>
    /// <exception cref="TimeoutException">The same.</exception>
    /// <exception cref="Shared.Database.SchemaMisfitException">The same, for the Receiver: the schema is another one.</exception>
    public async Task WriteAsync(Memory<Sample> batch, CancellationToken cancel)
    {
        try
        {
            var result = await table.WriteAsync(batch, cancel);
            if (result.WithoutSensor > 0) WithoutSensor(logger, result.WithoutSensor);
        }
        catch (PostgresException e) when (IsContent(e))
        {
            if (batch.Length == 1)
            {
                // A newer schema may ask for what this program does not know of: then it is not the sample's fault.
                await table.ProbeAsync(cancel);
                rejected.Add(batch.Span[0], e.MessageText);
                return;
            }

            await WriteAsync(batch[..(batch.Length / 2)], cancel);
            await WriteAsync(batch[(batch.Length / 2)..], cancel);
        }
    }

    public Task ProbeAsync(CancellationToken cancel) => table.ProbeAsync(cancel);

    /// <summary>Data exceptions and violated constraints (PostgreSQL manual, appendix A, classes 22 and 23).</summary>
    private static bool IsContent(PostgresException e) =>
        e.SqlState.StartsWith("22", StringComparison.Ordinal) || e.SqlState.StartsWith("23", StringComparison.Ordinal);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} samples are of sensors that were removed, and are not kept.")]
    private static partial void WithoutSensor(ILogger logger, int count);
}
