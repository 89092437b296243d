using NodaTime;
using Npgsql;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Tariffs;

namespace PowerMeter.Shared.Database;

/// <summary>Loads the <see cref="Site"/>. Load it again when the channel <see cref="Channels.Configuration"/> speaks.</summary>
public sealed class SiteReader(NpgsqlDataSource database)
{
    /// <summary>One row: the version of contracts and time zone.</summary>
    public const string VersionSql = "select version from tariff_version";

    // Plain SQL: what every process reads at start must not load the whole of EF.
    private const string ContractSql = """
        select p.name, c.valid_from, c.day_price_per_kwh, c.night_price_per_kwh, c.standing_charge_per_month, c.off_peak, p.threshold_w,
               c.prices_include_vat, c.vat_percent
        from contracts c join providers p on p.id = c.provider_id
        order by c.valid_from
        """;

    /// <exception cref="SettingException">The time zone is unknown, or a contract's off-peak hours are wrong.</exception>
    public async Task<Site> ReadAsync(CancellationToken cancel)
    {
        await using var batch = database.CreateBatch();
        // One snapshot: a contract of now with the zone of before would be a calendar that there never was.
        batch.BatchCommands.Add(new NpgsqlBatchCommand("begin isolation level repeatable read read only"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(VersionSql));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("select key, value from settings"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(ContractSql));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("commit"));
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        await reader.ReadRowAsync();
        var version = reader.GetInt64(0);
        await reader.NextResultAsync(cancel);
        var settings = new Dictionary<string, string>();
        while (await reader.ReadRowAsync()) settings.Add(reader.GetString(0), reader.GetString(1));
        await reader.NextResultAsync(cancel);
        // All rows first: what cannot be understood must not leave the transaction open.
        var contracts = new List<Func<Contract>>();
        while (await reader.ReadRowAsync()) contracts.Add(ReadContract(reader));
        await reader.NextResultAsync(cancel);
        return new Site(
            settings.GetValueOrDefault(Setting.SiteName, "PowerMeter"),
            settings.GetValueOrDefault(Setting.Currency, "EUR"),
            new TariffCalendar(ZoneOf(settings.GetValueOrDefault(Setting.TimeZone, "")), contracts.Select(contract => contract()).ToList()),
            version)
        {
            Language = settings.GetValueOrDefault(Setting.Language, "en"),
            IsDashboardOnLan = settings.GetValueOrDefault(Setting.DashboardOnLan) == "true",
        };
    }

    /// <summary>The version alone, of a site that cannot be understood.</summary>
    public async Task<long> ReadVersionAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand(VersionSql);
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <exception cref="SettingException">There is no such zone.</exception>
    public static DateTimeZone ZoneOf(string name) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(name)
        ?? throw SettingException.NotAllowed("time_zone", name, "a name of the IANA time zone database, such as Europe/Paris");

    private static Func<Contract> ReadContract(NpgsqlDataReader reader)
    {
        var (provider, validFrom) = (reader.GetString(0), reader.GetFieldValue<DateOnly>(1));
        var (day, night, standing) = (reader.GetDecimal(2), reader.GetDecimal(3), reader.GetDecimal(4));
        var (offPeak, threshold) = (reader.GetString(5), reader.IsDBNull(6) ? (int?)null : reader.GetInt32(6));
        var (includesVat, vat) = (reader.GetBoolean(7), reader.GetDecimal(8));
        return () => new Contract(
            provider, LocalDate.FromDateOnly(validFrom), day, night, standing, OffPeakOf(validFrom, offPeak), threshold, includesVat, vat);
    }

    private static OffPeakSchedule OffPeakOf(DateOnly validFrom, string text)
    {
        try
        {
            return OffPeakSchedule.Parse(text);
        }
        catch (FormatException e)
        {
            throw new SettingException($"The contract of {validFrom:yyyy-MM-dd}: {e.Message}", e);
        }
    }
}
