namespace PowerMeter.Shared.Database;

/// <summary>A site-wide setting: time_zone, currency, site_name, language, dashboard_on_lan, and those of the small display.</summary>
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

    /// <summary>In which the site was set up, as <c>en</c> or <c>fr</c>: for a browser that asks for none of them.</summary>
    public const string Language = "language";

    /// <summary>true: the dashboard is shown to the own network without signing in. Default: false.</summary>
    public const string DashboardOnLan = "dashboard_on_lan";

    /// <summary>For how many months samples are kept, 2 to 1200; absent: for ever.</summary>
    public const string RawMonths = "raw_months";

    public required string Key { get; init; }

    public required string Value { get; set; }
}
