namespace PowerMeter.Web.Api.V1.Tariffs;

/// <summary>The whole list of contracts. The OpenAPI document is made of it; <see cref="ContractsBody"/> reads the list itself.</summary>
internal sealed record ContractsBodyShape
{
    /// <summary>At most 1000, in any order, one a date.</summary>
    public required IReadOnlyList<ContractShape> Contracts { get; init; }
}
