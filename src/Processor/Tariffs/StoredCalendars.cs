using NodaTime;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Tariffs;

namespace PowerMeter.Processor.Tariffs;

/// <summary>The calendars that tell night from day: the one in force, the one a change brings, the one it replaced. Without prices.</summary>
internal sealed class StoredCalendars(NpgsqlConnection connection)
{
    private const string Current = """
        select (select value from settings where key = 'time_zone'), valid_from, off_peak
        from (select) as always left join contracts on true
        """;

    private const string OfChange = """
        select {0}time_zone, (entry ->> 'valid_from')::date, entry ->> 'off_peak'
        from tariff_changes left join jsonb_array_elements({0}contracts) as entry on true
        where id = $1
        """;

    private static readonly string New = OfChange.Replace("{0}", "", StringComparison.Ordinal);
    private static readonly string Replaced = OfChange.Replace("{0}", "replaced_", StringComparison.Ordinal);

    /// <summary>Counts the states of what is in force: read it before <see cref="ReadCurrentAsync"/>.</summary>
    public async Task<long> ReadVersionAsync(CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(SiteReader.VersionSql, connection);
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <exception cref="SettingException">The zone is unknown.</exception>
    /// <exception cref="FormatException">Off-peak hours are wrong. So for the others.</exception>
    public Task<TariffCalendar> ReadCurrentAsync(CancellationToken cancel) => ReadAsync(Current, null, cancel);

    public Task<TariffCalendar> ReadNewAsync(long change, CancellationToken cancel) => ReadAsync(New, change, cancel);

    public Task<TariffCalendar> ReadReplacedAsync(long change, CancellationToken cancel) => ReadAsync(Replaced, change, cancel);

    private async Task<TariffCalendar> ReadAsync(string sql, long? change, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        if (change is { } id) command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = id });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var (zone, contracts) = ("", new List<Contract>());
        while (await reader.ReadAsync(cancel))
        {
            zone = reader.IsDBNull(0) ? "" : reader.GetString(0);
            if (reader.IsDBNull(1)) continue;
            contracts.Add(new Contract("", LocalDate.FromDateOnly(reader.GetFieldValue<DateOnly>(1)), 0, 0, 0, OffPeakSchedule.Parse(reader.GetString(2)), null));
        }

        return new TariffCalendar(SiteReader.ZoneOf(zone), contracts);
    }
}
