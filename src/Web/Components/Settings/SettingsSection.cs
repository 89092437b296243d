namespace PowerMeter.Web.Components.Settings;

/// <summary>A page of the settings.</summary>
/// <param name="Address">Its path.</param>
/// <param name="Icon">From BrowserPackages.targets.</param>
/// <param name="Title">Key of its name in the resources.</param>
/// <param name="ForEverybody">False: for administrators only.</param>
public sealed record SettingsSection(string Address, string Icon, string Title, bool ForEverybody = false)
{
    public static IReadOnlyList<SettingsSection> All { get; } =
    [
        new("/settings/account", "circle-user", "Settings_Account", ForEverybody: true),
        new("/settings/general", "sliders-horizontal", "Settings_General"),
        new("/settings/people", "users", "Settings_People"),
        new("/settings/tokens", "key-round", "Settings_Tokens"),
        new("/settings/sensors", "cpu", "Settings_Sensors"),
        new("/settings/contracts", "receipt-text", "Settings_Contracts"),
        new("/w3bstream", "radio-tower", "Settings_W3bstream"),
        new("/settings/display", "monitor", "Settings_Display"),
        new("/settings/storage", "hard-drive", "Settings_Storage"),
        new("/settings/backup", "archive", "Settings_Backup"),
        new("/status", "heart-pulse", "Settings_Health"),
        new("/settings/about", "info", "Settings_About", ForEverybody: true),
    ];
}
