using NodaTime;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Tariffs;

namespace PowerMeter.Web.Tariffs;

/// <summary>Reads contracts, settings and the last change as they are now.</summary>
public sealed class TariffQuery(NpgsqlDataSource database)
{
    private const string Settings = "select key, value from settings";

    private const string Contracts = """
        select c.id, p.id, p.name, c.valid_from, c.day_price_per_kwh, c.night_price_per_kwh, c.standing_charge_per_month, c.off_peak,
               p.threshold_w, c.prices_include_vat, c.vat_percent
        from contracts c join providers p on p.id = c.provider_id
        order by c.valid_from
        """;

    private const string Change = """
        select id, requested_by, requested_at, started_at, finished_at, samples_total, samples_done, error, error_said::text from tariff_changes
        where $1::bigint is null or id = $1
        order by id desc limit 1
        """;

    /// <exception cref="SettingException">A contract that is stored cannot be understood.</exception>
    public async Task<TariffState> ReadAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancel);
        return await ReadAsync(connection, cancel);
    }

    /// <summary>The same within a transaction.</summary>
    public static async Task<TariffState> ReadAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(connection);
        await using var batch = connection.CreateBatch();
        foreach (var sql in new[] { SiteReader.VersionSql, Settings, Contracts }) batch.BatchCommands.Add(new NpgsqlBatchCommand(sql));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Change) { Parameters = { new NpgsqlParameter<long?> { TypedValue = null } } });
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        await reader.ReadRowAsync();
        var version = reader.GetInt64(0);
        await reader.NextResultAsync(cancel);
        var settings = new Dictionary<string, string>();
        while (await reader.ReadRowAsync()) settings.Add(reader.GetString(0), reader.GetString(1));
        await reader.NextResultAsync(cancel);
        var contracts = new List<StoredContract>();
        while (await reader.ReadRowAsync()) contracts.Add(ReadContract(reader));
        await reader.NextResultAsync(cancel);
        var change = await reader.ReadRowAsync() ? ReadChange(reader) : null;
        return new TariffState(
            version, settings.GetValueOrDefault(Setting.TimeZone, ""), settings.GetValueOrDefault(Setting.Currency, ""),
            settings.GetValueOrDefault(Setting.SiteName, ""), contracts, change);
    }

    /// <returns>Null when there is none.</returns>
    public async Task<TariffChange?> FindChangeAsync(long id, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(Change);
        command.Parameters.Add(new NpgsqlParameter<long?> { TypedValue = id });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? ReadChange(reader) : null;
    }

    private static StoredContract ReadContract(NpgsqlDataReader row)
    {
        var validFrom = LocalDate.FromDateOnly(row.GetFieldValue<DateOnly>(3));
        try
        {
            return new StoredContract(row.GetInt32(0), row.GetInt32(1), new Contract(
                row.GetString(2), validFrom, row.GetDecimal(4), row.GetDecimal(5), row.GetDecimal(6), OffPeakSchedule.Parse(row.GetString(7)),
                row.IsDBNull(8) ? null : row.GetInt32(8), row.GetBoolean(9), row.GetDecimal(10)));
        }
        catch (FormatException e)
        {
            throw new SettingException($"The contract of {validFrom:uuuu-MM-dd}: {e.Message}", e);
        }
    }

    private static TariffChange ReadChange(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetString(1), TimeOf(row, 2)!.Value, TimeOf(row, 3), TimeOf(row, 4),
        row.IsDBNull(5) ? null : row.GetInt64(5), row.GetInt64(6), row.IsDBNull(7) ? null : row.GetString(7))
    {
        ErrorSaid = row.IsDBNull(8) ? null : Sentence.Read(row.GetString(8)),
    };

    private static Instant? TimeOf(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : Instant.FromDateTimeUtc(row.GetDateTime(column));
}
