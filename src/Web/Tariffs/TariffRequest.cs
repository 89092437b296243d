namespace PowerMeter.Web.Tariffs;

/// <summary>What somebody wants to change; null leaves a thing as it is.</summary>
/// <param name="By">Who asks, for the record: 1 to 128 characters.</param>
public sealed record TariffRequest(string By)
{
    /// <summary>The whole new list.</summary>
    public IReadOnlyList<ContractEntry>? Contracts { get; init; }

    /// <summary>IANA name.</summary>
    public string? Zone { get; init; }

    /// <summary>ISO 4217.</summary>
    public string? Currency { get; init; }

    /// <summary>1 to 64 characters.</summary>
    public string? SiteName { get; init; }

    /// <summary>Whether what there is now is what the caller believes he changes.</summary>
    public Func<TariffState, bool> Expects { get; init; } = _ => true;
}
