namespace PowerMeter.Shared.Database;

/// <summary>A site-wide setting: time_zone, currency, site_name.</summary>
public sealed class Setting
{
    public const string TimeZone = "time_zone";
    public const string Currency = "currency";
    public const string SiteName = "site_name";

    public required string Key { get; init; }

    public required string Value { get; set; }
}
