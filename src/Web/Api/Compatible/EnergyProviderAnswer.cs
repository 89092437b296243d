using System.Text.Json.Serialization;

namespace PowerMeter.Web.Api.Compatible;

/// <summary>A provider as CitizenWatt told it. Prices are with VAT.</summary>
/// <param name="DaySlopeWattEuros">Price of a kilowatt-hour by day; null for a provider with neither offer nor contract.</param>
/// <param name="DayConstantWattEuros">The standing charge a month.</param>
/// <param name="Current">1 for the provider of the contract in force, 0 for the others.</param>
/// <param name="Threshold">The subscribed power in watts; null when there is none.</param>
/// <param name="StartNightRate">As hh:mm, only when there are two rates: when the first off-peak span of a weekday begins.</param>
/// <param name="EndNightRate">When it ends.</param>
internal sealed record EnergyProviderAnswer(
    int Id,
    string Name,
    int TypeId,
    decimal? DaySlopeWattEuros,
    decimal? DayConstantWattEuros,
    decimal? NightSlopeWattEuros,
    decimal? NightConstantWattEuros,
    int Current,
    int? Threshold,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? StartNightRate,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? EndNightRate);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DataAnswer<EnergyProviderAnswer>))]
[JsonSerializable(typeof(DataAnswer<EnergyProviderAnswer[]>))]
[JsonSerializable(typeof(DataAnswer<decimal?>))]
internal sealed partial class EnergyProviderJson : JsonSerializerContext;
