using Npgsql;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Offers;

/// <summary>
/// The catalogue, in <c>providers</c>. Applying a list makes it the catalogue, all or nothing: what vanished from it goes,
/// unless a contract is of it. No contract changes, nor does the name, the id or the subscribed power of a provider that
/// one is of. Providers that were never on a list stay as they are.
/// </summary>
/// <param name="readOnly">Null: the command, which has the owner's login; that Web only shows does not concern it.</param>
internal sealed class OfferTable(NpgsqlDataSource database, ReadOnlyMode? readOnly)
{
    // Contracts too, so that none is made of a provider that is being removed. In this order, as who makes a contract does.
    private const string Lock = "lock table providers, contracts in share row exclusive mode";

    // One statement sees one state: each part works on what was there before.
    private const string Apply = """
        with listed as (
          select l.*, t.id as measure_type_id
          from unnest($1::text[], $2::text[], $3::integer[], $4::numeric[], $5::numeric[], $6::numeric[], $7::text[], $8::boolean[],
                      $9::numeric[], $10::date[], $11::text[]) with ordinality
               as l (name, type, threshold_w, day_price, night_price, standing_charge, off_peak, with_vat, vat, offered_on, source, place)
          left join measure_types t on t.name = l.type
        ), added as (
          insert into providers (name, measure_type_id, threshold_w, day_price_per_kwh, night_price_per_kwh, standing_charge_per_month,
                                 off_peak, prices_include_vat, vat_percent, offered_on, source)
          select l.name, l.measure_type_id, l.threshold_w, l.day_price, l.night_price, l.standing_charge, l.off_peak, l.with_vat, l.vat, l.offered_on, l.source
          from listed l where not exists (select from providers p where p.name = l.name)
          order by l.place
          returning name
        ), changed as (
          update providers p
          set threshold_w = l.threshold_w, measure_type_id = l.measure_type_id,
              day_price_per_kwh = l.day_price, night_price_per_kwh = l.night_price, standing_charge_per_month = l.standing_charge,
              off_peak = l.off_peak, prices_include_vat = l.with_vat, vat_percent = l.vat, offered_on = l.offered_on, source = l.source
          from (
            select l.name, l.day_price, l.night_price, l.standing_charge, l.off_peak, l.with_vat, l.vat, l.offered_on, l.source,
                   case when u.used then p.threshold_w else l.threshold_w end as threshold_w,
                   case when u.used then p.measure_type_id else l.measure_type_id end as measure_type_id
            from listed l
            join providers p on p.name = l.name
            cross join lateral (select exists (select from contracts c where c.provider_id = p.id) as used) u
          ) as l
          where p.name = l.name
            and (p.threshold_w, p.measure_type_id, p.day_price_per_kwh, p.night_price_per_kwh, p.standing_charge_per_month,
                 p.off_peak::text, p.prices_include_vat, p.vat_percent, p.offered_on, p.source)
                is distinct from
                (l.threshold_w, l.measure_type_id, l.day_price, l.night_price, l.standing_charge, l.off_peak, l.with_vat, l.vat, l.offered_on, l.source)
          returning p.name
        ), vanished as (
          select p.id, p.name, exists (select from contracts c where c.provider_id = p.id) as used
          from providers p
          where p.day_price_per_kwh is not null and not exists (select from listed l where l.name = p.name)
        ), removed as (
          delete from providers p using vanished v where p.id = v.id and not v.used
          returning p.name
        ), kept as (
          update providers p
          set day_price_per_kwh = null, night_price_per_kwh = null, standing_charge_per_month = null, off_peak = null,
              prices_include_vat = null, vat_percent = null, offered_on = null, source = null
          from vanished v where p.id = v.id and v.used
          returning p.name
        ), outcome (kind, name) as (
          select 'added', name from added union all select 'changed', name from changed
          union all select 'removed', name from removed union all select 'kept', name from kept
        )
        select o.kind, o.name from outcome o left join listed l on l.name = o.name order by l.place, o.name
        """;

    /// <exception cref="ReadOnlyException">The site is read-only.</exception>
    public async Task<OfferChanges> ApplyAsync(IReadOnlyList<ListedOffer> list, CancellationToken cancel)
    {
        readOnly?.Check();
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using (var alone = new NpgsqlCommand(Lock, connection)) await alone.ExecuteNonQueryAsync(cancel);
        var changes = await WriteAsync(connection, list, cancel);
        await transaction.CommitAsync(cancel);
        return changes;
    }

    /// <summary>Applies the list only when there is no offer yet: what a user chose to have is never replaced unasked.</summary>
    /// <returns>Null when there are offers already.</returns>
    /// <exception cref="ReadOnlyException">The site is read-only.</exception>
    public async Task<OfferChanges?> ApplyFirstAsync(IReadOnlyList<ListedOffer> list, CancellationToken cancel)
    {
        readOnly?.Check();
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using (var alone = new NpgsqlCommand(Lock, connection)) await alone.ExecuteNonQueryAsync(cancel);
        await using (var any = new NpgsqlCommand("select exists (select from providers where day_price_per_kwh is not null)", connection))
            if ((bool)(await any.ExecuteScalarAsync(cancel))!) return null;
        var changes = await WriteAsync(connection, list, cancel);
        await transaction.CommitAsync(cancel);
        return changes;
    }

    private static async Task<OfferChanges> WriteAsync(NpgsqlConnection connection, IReadOnlyList<ListedOffer> list, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(Apply, connection);
        AddColumn(command, list, offer => offer.Name);
        AddColumn(command, list, offer => offer.TypeName);
        AddColumn(command, list, offer => offer.ThresholdWatts);
        AddColumn(command, list, offer => offer.Offer.DayPricePerKwh);
        AddColumn(command, list, offer => offer.Offer.NightPricePerKwh);
        AddColumn(command, list, offer => offer.Offer.StandingChargePerMonth);
        AddColumn(command, list, offer => offer.Offer.OffPeak);
        AddColumn(command, list, offer => offer.Offer.PricesIncludeVat);
        AddColumn(command, list, offer => offer.Offer.VatPercent);
        AddColumn(command, list, offer => offer.Offer.OfferedOn);
        AddColumn(command, list, offer => offer.Offer.Source);
        var outcome = new List<(string Kind, string Name)>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel)) outcome.Add((reader.GetString(0), reader.GetString(1)));
        return new OfferChanges(list.Count, NamesOf(outcome, "added"), NamesOf(outcome, "changed"), NamesOf(outcome, "removed"), NamesOf(outcome, "kept"));
    }

    private static List<string> NamesOf(List<(string Kind, string Name)> outcome, string kind) => [.. outcome.Where(row => row.Kind == kind).Select(row => row.Name)];

    private static void AddColumn<T>(NpgsqlCommand command, IReadOnlyList<ListedOffer> list, Func<ListedOffer, T> value) =>
        command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = [.. list.Select(value)] });
}
