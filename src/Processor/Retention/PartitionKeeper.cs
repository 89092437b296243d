using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Processor.Retention;

/// <summary>Makes the measures' partitions of the coming months ahead of time, so that no insert ever waits for one.</summary>
public sealed partial class PartitionKeeper(NpgsqlDataSource database, TimeProvider time, ILogger<PartitionKeeper> logger) : BackgroundService
{
    private const int MonthsAhead = 3;

    private static readonly TimeSpan Period = TimeSpan.FromHours(6);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    private readonly OutageLog _outage = new("The coming months' partitions could not be made", time, logger);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var made = await TryMakeAsync(stoppingToken);
            if (made > 0) PartitionsMade(logger, made.Value);
            await Task.Delay(made is null ? Retry : Period, time, stoppingToken);
        }
    }

    private async Task<int?> TryMakeAsync(CancellationToken cancel)
    {
        try
        {
            var now = time.GetUtcNow().UtcDateTime;
            await using var command = database.CreateCommand("select ensure_measure_partitions($1, $2)");
            command.Parameters.Add(new() { Value = now });
            command.Parameters.Add(new() { Value = now.AddMonths(MonthsAhead) });
            var made = (int?)await command.ExecuteScalarAsync(cancel);
            _outage.Recovered();
            return made;
        }
        catch (Exception e) when (DatabaseFault.Is(e) && !cancel.IsCancellationRequested)
        {
            _outage.Failed(e);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Made {Count} monthly partitions ahead")]
    private static partial void PartitionsMade(ILogger logger, int count);
}
