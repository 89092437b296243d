using Microsoft.Extensions.Logging;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Processor.Tariffs;

/// <summary>
/// Looks after a change of the tariffs for samples that were written by the calendar of before: while the change was
/// worked on, or by a process that had not heard of it yet. At once and again until every process has the new one. The
/// roll-ups follow by the queue, as for every sample that comes late.
/// </summary>
public sealed partial class TariffFollowUp(
    NpgsqlDataSource database, TariffChangeTable changes, TimeProvider time, ILogger<TariffFollowUp> logger)
{
    public async Task RunAsync(CancellationToken cancel)
    {
        foreach (var (change, isSettled) in await changes.FindUncheckedAsync(cancel))
        {
            if (await CorrectAsync(change, cancel) is not { } samples) return;
            if (samples > 0) Corrected(logger, samples, change);
            if (isSettled) await changes.SayCheckedAsync(change, cancel);
        }
    }

    /// <returns>How many samples had the wrong tag; null when another Processor is at work.</returns>
    private async Task<long?> CorrectAsync(long change, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (!await TariffRetag.TryLockAsync(connection, cancel)) return null;
        var calendars = new StoredCalendars(connection);
        var (old, current) = (await calendars.ReadReplacedAsync(change, cancel), await calendars.ReadCurrentAsync(cancel));
        var samples = 0L;
        foreach (var sensor in await RecordedSensor.ReadAsync(connection, cancel))
        {
            var spans = TariffRetag.SpansOf(sensor, old, current, time.GetCurrentInstant());
            await new MeasureRetagger(connection, sensor.Id).RetagAsync(spans, more => Task.FromResult(samples += more), cancel);
        }

        await transaction.CommitAsync(cancel);
        return samples;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Samples} samples that were written during change {Change} of the tariffs have the new tariff now")]
    private static partial void Corrected(ILogger logger, long samples, long change);
}
