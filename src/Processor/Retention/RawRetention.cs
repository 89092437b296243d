using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Text;
using Npgsql;
using PowerMeter.Processor.W3bstream.Readings;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Processor.Retention;

/// <summary>
/// Removes the samples of months that are older than the site keeps them, the oldest month first, each in one transaction:
/// killed at any instant the month is there or gone, and its roll-ups are as they were. A month whose roll-ups are not what
/// its samples give is kept, and complained of.
/// </summary>
public sealed partial class RawRetention(NpgsqlDataSource database, TimeProvider time, ILogger<RawRetention> logger) : BackgroundService
{
    /// <summary>How soon after the start the first look is: by then the roll-ups have caught up with what waited.</summary>
    private static readonly TimeSpan First = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    // A partition's name is that of its month.
    private const string Oldest = """
        select min(to_date(right(c.relname, 7), 'YYYY_MM'))
        from pg_inherits i join pg_class c on c.oid = i.inhrelid cross join raw_horizon
        where i.inhparent = 'measures'::regclass
          and (to_date(right(c.relname, 7), 'YYYY_MM')::timestamp at time zone 'UTC') >= horizon
          and ((to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month') at time zone 'UTC') <= raw_limit(raw_months())
        """;

    // The order in which all take several of them.
    private const string LockSensors = "select pg_advisory_xact_lock($1, id) from (select id from sensors order by id) as sensor";

    private const string Months = "select raw_months()";

    private const string Sensors = "select id, name, max_gap_s from sensors order by id";
    private const string Drop = "select drop_measure_month($1)";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(First, time, stoppingToken);
        while (true)
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception e) when ((e is TimeoutException || DatabaseFault.Is(e)) && !stoppingToken.IsCancellationRequested)
            {
                NotNow(logger, e.Message);
            }

            await Task.Delay(Period, time, stoppingToken);
        }
    }

    /// <summary>Removes what may go now.</summary>
    /// <returns>The months whose samples were removed.</returns>
    /// <exception cref="NpgsqlException">The database is away; what was removed is removed.</exception>
    public async Task<IReadOnlyList<LocalDate>> RunAsync(CancellationToken cancel)
    {
        var removed = new List<LocalDate>();
        await using var connection = await database.OpenConnectionAsync(cancel);
        while (await OldestAsync(connection, cancel) is { } month && await TryRemoveAsync(connection, month, cancel)) removed.Add(month);
        return removed;
    }

    private static async Task<LocalDate?> OldestAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(Oldest, connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return await reader.IsDBNullAsync(0, cancel) ? null : LocalDate.FromDateOnly(reader.GetFieldValue<DateOnly>(0));
    }

    private async Task<bool> TryRemoveAsync(NpgsqlConnection connection, LocalDate month, CancellationToken cancel)
    {
        var named = LocalDatePattern.CreateWithInvariantCulture("uuuu-MM").Format(month);
        try
        {
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            await using (var locks = new NpgsqlCommand(LockSensors, connection) { CommandTimeout = 600, Parameters = { new NpgsqlParameter<int> { TypedValue = EnergyLock.Class } } })
                await locks.ExecuteNonQueryAsync(cancel);
            if (await FindReasonToWaitAsync(connection, month, cancel) is { } reason)
            {
                Waits(logger, named, reason);
                return false;
            }

            if (await FindDifferenceAsync(connection, month, cancel) is var (sensor, name, hour))
            {
                Differs(logger, named, name, UnixMicroseconds.ToInstant(hour), sensor);
                return false;
            }

            await using var drop = new NpgsqlCommand(Drop, connection) { CommandTimeout = 600, Parameters = { new() { Value = month.ToDateOnly() } } };
            var samples = (long)(await drop.ExecuteScalarAsync(cancel))!;
            await transaction.CommitAsync(cancel);
            Removed(logger, named, samples);
            return true;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.ObjectNotInPrerequisiteState or PostgresErrorCodes.LockNotAvailable)
        {
            Waits(logger, named, e.MessageText);
            return false;
        }
    }

    private async Task<string?> FindReasonToWaitAsync(NpgsqlConnection connection, LocalDate month, CancellationToken cancel)
    {
        var (from, until) = (StartOf(month), StartOf(month.PlusMonths(1)));
        await using var command = new NpgsqlCommand(Months, connection);
        var months = await command.ExecuteScalarAsync(cancel) as int?;
        var recorded = await RecordedDays.ReadAsync(connection, until, cancel);
        // Whether it is to go at all is the database's to say.
        if (months * RecordedDays.PerMonth is { } needed && recorded.CountSince(until) is var days && days < needed)
            return string.Create(CultureInfo.InvariantCulture, $"since then something was recorded on {days} days only, of {needed}");
        return await new WindowsToMake(database).AnyAsync(from, until, recorded.Newest, time.GetCurrentInstant().ToUnixMicroseconds(), cancel)
            ? "readings for W3bstream are still to be made of them"
            : null;
    }

    private static async Task<(int Sensor, string Name, long Hour)?> FindDifferenceAsync(NpgsqlConnection connection, LocalDate month, CancellationToken cancel)
    {
        var (from, until) = (StartOf(month), StartOf(month.PlusMonths(1)));
        var proof = new RollupProof(connection);
        foreach (var (id, name, maxGap) in await SensorsAsync(connection, cancel))
            if (await proof.FindDifferenceAsync(id, from, until, maxGap, cancel) is { } hour) return (id, name, hour);
        return null;
    }

    private static async Task<List<(int Id, string Name, long MaxGap)>> SensorsAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(Sensors, connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var sensors = new List<(int, string, long)>();
        while (await reader.ReadAsync(cancel)) sensors.Add((reader.GetInt32(0), reader.GetString(1), (long)(reader.GetDouble(2) * UnixMicroseconds.PerSecond)));
        return sensors;
    }

    private static long StartOf(LocalDate month) => month.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant().ToUnixMicroseconds();

    [LoggerMessage(Level = LogLevel.Information, Message = "Retention removed the {Samples} samples of {Month}; their energy by minute, quarter and hour stays")]
    private static partial void Removed(ILogger logger, string month, long samples);

    [LoggerMessage(Level = LogLevel.Information, Message = "Retention waits with the samples of {Month}: {Reason}")]
    private static partial void Waits(ILogger logger, string month, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Retention keeps the samples of {Month}: from {Hour} on the roll-ups of the sensor '{Name}' are not what its samples give. 'PowerMeter.Processor --rebuild --sensor {Sensor}' computes them anew.")]
    private static partial void Differs(ILogger logger, string month, string name, Instant hour, int sensor);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Retention waits for the next look: {Reason}")]
    private static partial void NotNow(ILogger logger, string reason);
}
