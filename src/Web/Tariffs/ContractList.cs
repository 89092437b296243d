using NodaTime;
using PowerMeter.Web.Forms;

namespace PowerMeter.Web.Tariffs;

/// <summary>The list of contracts with one of them added, changed or removed. Pure.</summary>
internal static class ContractList
{
    public const string ValidFrom = "valid_from";

    private static readonly LocalDate Earliest = new(2000, 1, 1);
    private static readonly LocalDate Latest = new(2099, 12, 31);

    /// <param name="replaced">The id of the contract that it takes the place of; null for a new one.</param>
    /// <param name="validFrom">Null when what was given is no date.</param>
    public static FieldFault? CheckDate(TariffState state, int? replaced, LocalDate? validFrom)
    {
        if (validFrom is not { } date || date < Earliest || date > Latest) return new FieldFault(ValidFrom, "Tariffs_Bad_Date");
        var other = state.Contracts.FirstOrDefault(contract => contract.Contract.ValidFrom == date && contract.Id != replaced);
        return other is null ? null : new FieldFault(ValidFrom, "Tariffs_Bad_SameDate", other.Contract.ProviderName);
    }

    public static IReadOnlyList<ContractEntry> With(TariffState state, int? replaced, ContractEntry entry) =>
        [.. Without(state, replaced), entry];

    public static IReadOnlyList<ContractEntry> Without(TariffState state, int? id) =>
        [.. state.Contracts.Where(contract => contract.Id != id).Select(contract => contract.ToEntry())];
}
