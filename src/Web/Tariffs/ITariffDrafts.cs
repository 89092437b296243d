using NodaTime;
using Npgsql;

namespace PowerMeter.Web.Tariffs;

/// <summary>Contracts as forms and the first run give them. Faults have the fields <c>provider</c>, <c>peak_price_per_kwh</c>, <c>off_peak_price_per_kwh</c>, <c>standing_charge_per_month</c>, <c>vat_percent</c>, <c>off_peak</c>, <c>threshold_w</c>.</summary>
public interface ITariffDrafts
{
    /// <summary>What is wrong with it; nothing when it may be so. Pure.</summary>
    IReadOnlyList<Forms.FieldFault> Check(TariffDraft draft);

    ContractEntry ToEntry(TariffDraft draft, LocalDate validFrom);

    /// <summary>The first contract of a new site, within the first run's transaction.</summary>
    Task AddFirstAsync(NpgsqlConnection connection, TariffDraft draft, LocalDate validFrom, CancellationToken cancel);
}
