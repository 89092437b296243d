using PowerMeter.Shared.Sensors;

namespace PowerMeter.Web.Components.SensorSetup;

/// <summary>The sign of each kind of sensor, and the groups that kinds are offered in.</summary>
internal static class KindLook
{
    public const string Simulated = "simulated";
    public const string Push = "push";
    private const string CitizenWatt = "citizenwatt";

    /// <summary>Kinds that are wired to the machine, or heard by it: those people have first.</summary>
    public static IReadOnlyList<SensorKind> ByHand { get; } =
    [
        .. SensorKind.All.Where(kind => kind.IsDriven && kind.Name != Simulated).OrderBy(kind => kind.Name switch
        {
            CitizenWatt => 0,
            "acs712" => 1,
            "ina219" => 2,
            "awox" => 3,
            _ => 4,
        }),
    ];

    /// <summary>Kinds that need nothing on this machine.</summary>
    public static IReadOnlyList<SensorKind> Others { get; } = [.. SensorKind.All.Where(kind => kind.Name is Simulated or Push)];

    /// <returns>Of BrowserPackages.targets.</returns>
    public static string IconOf(string? kind) => kind switch
    {
        "acs712" => "usb",
        "ina219" => "circuit-board",
        CitizenWatt => "radio",
        "awox" => "plug",
        "replay" => "history",
        Simulated => "house",
        Push => "send",
        _ => "cpu",
    };

    /// <summary>Whether its packets carry a counter that begins anew when it is restarted.</summary>
    public static bool IsPaired(string kind) => kind == CitizenWatt;
}
