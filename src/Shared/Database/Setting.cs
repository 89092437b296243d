namespace PowerMeter.Shared.Database;

/// <summary>A site-wide setting: time_zone, currency, site_name, and those of the small display.</summary>
public sealed class Setting
{
    public const string TimeZone = "time_zone";
    public const string Currency = "currency";
    public const string SiteName = "site_name";

    /// <summary>en or fr; absent: as the Processor's configuration file says, and so for the next.</summary>
    public const string DisplayLanguage = "display_language";

    /// <summary>Degrees, clockwise: 0, 90, 180, 270.</summary>
    public const string DisplayRotation = "display_rotation";

    /// <summary>Ids with commas; absent: those whose readings are sent to W3bstream.</summary>
    public const string DisplaySensors = "display_sensors";

    public required string Key { get; init; }

    public required string Value { get; set; }
}
