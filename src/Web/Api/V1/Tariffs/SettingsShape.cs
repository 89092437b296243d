using System.Text.Json.Serialization;

namespace PowerMeter.Web.Api.V1.Tariffs;

/// <summary>What is to change of the site's settings. The OpenAPI document is made of it; <see cref="SettingsResource"/> reads it.</summary>
internal sealed record SettingsShape
{
    /// <summary>A name of the IANA time zone database, such as Europe/Paris. Without it: as it is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TimeZone { get; init; }

    /// <summary>The three capital letters of a currency in ISO 4217, such as EUR. Without it: as it is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Currency { get; init; }

    /// <summary>What the pages call the site, 1 to 64 characters. Without it: as it is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SiteName { get; init; }
}
