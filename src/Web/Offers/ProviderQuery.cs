using Npgsql;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Queries;

namespace PowerMeter.Web.Offers;

/// <summary>The providers as they are now.</summary>
internal sealed class ProviderQuery(NpgsqlDataSource database, SiteCache site, TimeProvider time)
{
    // A contract that begins later counts only when its provider has no other.
    private const string Sql = """
        select p.id, p.name, p.measure_type_id, p.threshold_w,
               coalesce(c.valid_from = (select max(valid_from) from contracts where valid_from <= $1), false) as current,
               p.day_price_per_kwh, p.night_price_per_kwh, p.standing_charge_per_month, p.off_peak, p.prices_include_vat, p.vat_percent,
               p.offered_on, p.source,
               c.day_price_per_kwh, c.night_price_per_kwh, c.standing_charge_per_month, c.off_peak, c.prices_include_vat, c.vat_percent
        from providers p
        left join lateral (
          select valid_from, day_price_per_kwh, night_price_per_kwh, standing_charge_per_month, off_peak, prices_include_vat, vat_percent
          from contracts
          where provider_id = p.id
          order by valid_from <= $1 desc, valid_from desc
          limit 1
        ) as c on true
        order by p.id
        """;

    /// <returns>In the order in which they came.</returns>
    public async Task<IReadOnlyList<ProviderView>> ListAsync(CancellationToken cancel)
    {
        var today = time.GetCurrentInstant().InZone(site.Current.Calendar.Zone).Date;
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = today.ToDateOnly() });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var providers = new List<ProviderView>();
        while (await reader.ReadAsync(cancel)) providers.Add(Read(reader));
        return providers;
    }

    /// <param name="idOrCurrent">Digits, or "current".</param>
    /// <returns>Null when there is none, or when no contract is in force.</returns>
    public async Task<ProviderView?> FindAsync(string idOrCurrent, CancellationToken cancel)
    {
        var providers = await ListAsync(cancel);
        if (idOrCurrent == "current") return providers.SingleOrDefault(provider => provider.IsCurrent);
        return int.TryParse(idOrCurrent, out var id) ? providers.SingleOrDefault(provider => provider.Id == id) : null;
    }

    private static ProviderView Read(NpgsqlDataReader row) => new(
        row.GetInt32(0), row.GetString(1), row.GetInt32(2), row.IsDBNull(3) ? null : row.GetInt32(3), row.GetBoolean(4),
        row.IsDBNull(5) ? null : ReadOffer(row),
        row.IsDBNull(13)
            ? null
            : RetailPrices.Of(row.GetDecimal(13), row.GetDecimal(14), row.GetDecimal(15), row.GetString(16), row.GetBoolean(17), row.GetDecimal(18)));

    private static Offer ReadOffer(NpgsqlDataReader row) => new(
        RetailPrices.Plain(row.GetDecimal(5)), RetailPrices.Plain(row.GetDecimal(6)), RetailPrices.Plain(row.GetDecimal(7)), row.GetString(8),
        row.GetBoolean(9), RetailPrices.Plain(row.GetDecimal(10)),
        row.IsDBNull(11) ? null : row.GetFieldValue<DateOnly>(11), row.IsDBNull(12) ? null : row.GetString(12));
}
