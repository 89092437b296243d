using NodaTime;
using Npgsql;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Tariffs;

namespace PowerMeter.Shared.Database;

/// <summary>Loads the <see cref="Site"/>. Load it again when the channel <see cref="Channels.Configuration"/> speaks.</summary>
public sealed class SiteReader(NpgsqlDataSource database)
{
    // Plain SQL: what every process reads at start must not load the whole of EF.
    private const string ContractSql = """
        select p.name, c.valid_from, c.day_price_per_kwh, c.night_price_per_kwh, c.standing_charge_per_month, c.off_peak, p.threshold_w
        from contracts c join providers p on p.id = c.provider_id
        order by c.valid_from
        """;

    /// <exception cref="SettingException">The time zone is unknown, or a contract's off-peak hours are wrong.</exception>
    public async Task<Site> ReadAsync(CancellationToken cancel)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand("select key, value from settings"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(ContractSql));
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        var settings = new Dictionary<string, string>();
        while (await reader.ReadAsync(cancel)) settings.Add(reader.GetString(0), reader.GetString(1));
        await reader.NextResultAsync(cancel);
        var contracts = new List<Contract>();
        while (await reader.ReadAsync(cancel)) contracts.Add(ReadContract(reader));
        var name = settings.GetValueOrDefault(Setting.TimeZone, "");
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(name)
            ?? throw SettingException.NotAllowed("time_zone", name, "a name of the IANA time zone database, such as Europe/Paris");
        return new Site(
            settings.GetValueOrDefault(Setting.SiteName, "PowerMeter"),
            settings.GetValueOrDefault(Setting.Currency, "EUR"),
            new TariffCalendar(zone, contracts));
    }

    private static Contract ReadContract(NpgsqlDataReader reader)
    {
        var validFrom = reader.GetFieldValue<DateOnly>(1);
        try
        {
            return new Contract(
                reader.GetString(0), LocalDate.FromDateOnly(validFrom), reader.GetDecimal(2), reader.GetDecimal(3),
                reader.GetDecimal(4), OffPeakSchedule.Parse(reader.GetString(5)), reader.IsDBNull(6) ? null : reader.GetInt32(6));
        }
        catch (FormatException e)
        {
            throw new SettingException($"The contract of {validFrom:yyyy-MM-dd}: {e.Message}", e);
        }
    }
}
