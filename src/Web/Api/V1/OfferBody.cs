using System.Text.Json.Serialization;
using PowerMeter.Web.Offers;

namespace PowerMeter.Web.Api.V1;

/// <summary>An offer as a list has it. The OpenAPI document is made of it; <see cref="OfferEntry"/> reads the offers themselves.</summary>
internal sealed record OfferBody
{
    /// <summary>Who offers what, 1 to 128 characters, each name once: by it the offer is known again in a newer list.</summary>
    public required string Name { get; init; }

    /// <summary>What is sold: Electricity, which it is without it.</summary>
    public string? TypeName { get; init; }

    /// <summary>The subscribed power in watts, 1 to 1000000.</summary>
    public int? Threshold { get; init; }

    /// <summary>The price of a kilowatt-hour by day, in euros, -100 to 100.</summary>
    public required double DaySlopeWattEuros { get; init; }

    /// <summary>The price of a kilowatt-hour off-peak, in euros. Without it: that of the day.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? NightSlopeWattEuros { get; init; }

    /// <summary>The standing charge a month, in euros, 0 to 100000.</summary>
    public required double DayConstantWattEuros { get; init; }

    /// <summary>The standing charge again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? NightConstantWattEuros { get; init; }

    /// <summary>Off-peak hours in local time, such as 22:30-06:30 or mon-fri 22:00-06:00; sat,sun 00:00-24:00. Without it: none.</summary>
    public string? OffPeak { get; init; }

    /// <summary>One off-peak span for all days instead of off_peak: its beginning, hh:mm.</summary>
    public string? StartNightRate { get; init; }

    /// <summary>The end of that span, hh:mm.</summary>
    public string? EndNightRate { get; init; }

    /// <summary>Whether the prices are with VAT. Without it: they are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? PricesIncludeVat { get; init; }

    /// <summary>VAT in percent, 0 to 100. Without it: 20.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? VatPercent { get; init; }

    /// <summary>The day of which the prices are, such as 2026-08-01.</summary>
    public DateOnly? OfferedOn { get; init; }

    /// <summary>Where the prices stand, 1 to 256 characters.</summary>
    public string? Source { get; init; }
}
