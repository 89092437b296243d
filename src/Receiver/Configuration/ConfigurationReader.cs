using Npgsql;
using NpgsqlTypes;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Configuration;

/// <summary>Reads this Receiver's configuration by plain SQL: five short queries are not worth the memory of the EF model.</summary>
public sealed class ConfigurationReader(NpgsqlDataSource database, ReceiverOptions options)
{
    private const string ReadTimeZone = "select value from settings where key = 'time_zone'";
    private const string ReadContracts = "select valid_from, off_peak from contracts order by valid_from";
    private const string ReadSensors = "select id, name, driver, settings::text, period_s, enabled, calibration from sensors where receiver is not distinct from $1 order by id";

    // What is pushed has its sender's times: they say nothing of this machine's clock.
    private const string ReadNewest = "select max(last_seen) from sensor_status join sensors on sensors.id = sensor_id where driver <> all($1)";

    private const string ReadEpoch = "select epoch from database_epoch";

    public async Task<ReceiverConfiguration> ReadAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(ReadTimeZone), new NpgsqlBatchCommand(ReadContracts),
                new NpgsqlBatchCommand(ReadSensors) { Parameters = { new() { Value = (object?)options.Name ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text } } },
                new NpgsqlBatchCommand(ReadNewest) { Parameters = { new() { Value = NotDriven() } } },
                new NpgsqlBatchCommand(ReadEpoch),
            },
            Timeout = 5,
        };
        await using var rows = await batch.ExecuteReaderAsync(cancel);
        var timeZone = await rows.ReadAsync(cancel) ? rows.GetString(0) : "";

        await rows.NextResultAsync(cancel);
        var contracts = new List<ContractConfiguration>();
        while (await rows.ReadAsync(cancel)) contracts.Add(new ContractConfiguration(rows.GetFieldValue<DateOnly>(0), rows.GetString(1)));

        await rows.NextResultAsync(cancel);
        var sensors = new List<SensorConfiguration>();
        while (await rows.ReadAsync(cancel))
            sensors.Add(new SensorConfiguration(
                rows.GetInt32(0), rows.GetString(1), rows.GetString(2), rows.GetString(3), rows.GetDouble(4), rows.GetBoolean(5))
            {
                Calibration = rows.GetDouble(6),
            });

        await rows.NextResultAsync(cancel);
        long? newest = await rows.ReadAsync(cancel) && !rows.IsDBNull(0) ? UnixMicroseconds.FromPostgres(rows.GetFieldValue<long>(0)) : null;

        await rows.NextResultAsync(cancel);
        Guid? epoch = await rows.ReadAsync(cancel) ? rows.GetGuid(0) : null;
        return new ReceiverConfiguration(timeZone, contracts, sensors) { NewestSample = newest, Epoch = epoch, Receiver = options.Name };
    }

    private static string[] NotDriven() => [.. SensorKind.All.Where(kind => !kind.IsDriven).Select(kind => kind.Name)];
}
