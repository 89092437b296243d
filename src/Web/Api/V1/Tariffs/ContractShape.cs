using System.Text.Json.Serialization;

namespace PowerMeter.Web.Api.V1.Tariffs;

/// <summary>A contract as it is given. What GET answers may be given back as it is.</summary>
internal sealed record ContractShape
{
    /// <summary>The contract's number as GET answers it: it is passed over, the date tells which contract it is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Id { get; init; }

    /// <summary>Of whom it is.</summary>
    public required ContractProviderShape Provider { get; init; }

    /// <summary>A date from 2000-01-01 to 2099-12-31: from 00:00 in the site's zone until the next contract.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>The price of a kilowatt-hour, -100 to 100 with at most 6 decimals, in the site's currency, as the contract writes it.</summary>
    public required double DayPricePerKwh { get; init; }

    /// <summary>The same off-peak; the same price when there is only one.</summary>
    public required double NightPricePerKwh { get; init; }

    /// <summary>What is paid a month whatever is used, with at most 4 decimals. Without it: 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? StandingChargePerMonth { get; init; }

    /// <summary>Whether the prices and the standing charge include value added tax. Without it: they do.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? PricesIncludeVat { get; init; }

    /// <summary>Value added tax in percent, 0 to 100 with at most 2 decimals. Without it: 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? VatPercent { get; init; }

    /// <summary>Local hours, such as 22:30-06:30 or mon-fri 22:00-06:00; sat,sun 00:00-24:00. Without it: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OffPeak { get; init; }
}
