using PowerMeter.Web.Components.SensorSetup;
using PowerMeter.Web.Queries;
using PowerMeter.Web.SensorSetup;

namespace PowerMeter.Web.Components.Settings.Sensors;

/// <summary>A sensor of the list: how it is, and how it is stored.</summary>
public sealed record ListedSensor(SensorView View, StoredSensor Stored)
{
    /// <summary>Put away with its data.</summary>
    public const string Retired = "retired";

    public int Id => View.Id;

    public string Name => View.Name;

    public bool IsRetired => Stored.RetiredAt is not null;

    /// <summary>The word for how it is: what its user wants of it comes first, then what its Receiver says.</summary>
    public string State => IsRetired ? Retired : !Stored.IsEnabled ? "paused" : View.State ?? "new";

    /// <summary>Whether somebody should look after it: one that its user put to rest is in no trouble.</summary>
    public bool IsInTrouble => State is "absent" or "silent" or "fault" or SensorView.Stopped;

    public bool IsRunning => State == "running";

    /// <summary>Whether its watts can be compared with a reference meter's: those that are pushed are their sender's.</summary>
    public bool IsCalibrated => View.Driver != KindLook.Push;

    public string StateIcon => State switch
    {
        "running" => "circle-check",
        "starting" => "hourglass",
        "paused" => "pause",
        Retired => "archive",
        "new" => "clock",
        _ => "circle-alert",
    };
}
