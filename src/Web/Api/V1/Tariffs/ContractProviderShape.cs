using System.Text.Json.Serialization;

namespace PowerMeter.Web.Api.V1.Tariffs;

/// <summary>The provider of a contract that is given: one that is known by number or name, or a new one by its name.</summary>
internal sealed record ContractProviderShape
{
    /// <summary>The number of one that is known. One of number and name must be there.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Id { get; init; }

    /// <summary>1 to 128 characters; a name that is not known makes a new provider.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>The subscribed power in watts, 1 to 1000000000; null takes it away. Without it: as it is.</summary>
    public int? ThresholdW { get; init; }
}
