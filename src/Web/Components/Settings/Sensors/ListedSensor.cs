using PowerMeter.Web.Components.SensorSetup;
using PowerMeter.Web.Queries;
using PowerMeter.Web.SensorSetup;

namespace PowerMeter.Web.Components.Settings.Sensors;

/// <summary>A sensor of the list: how it is stored, and how it is.</summary>
/// <param name="View">Null for one that is put away: nobody speaks of it.</param>
public sealed record ListedSensor(StoredSensor Stored, SensorView? View)
{
    /// <summary>Put away with its data.</summary>
    public const string Retired = "retired";

    public int Id => Stored.Id;

    public string Name => Stored.Draft.Name;

    public string Kind => Stored.Draft.Kind;

    /// <summary>In its Receiver's words; null when nothing is wrong, or when it rests.</summary>
    public string? Error => IsAtRest ? null : View?.Error;

    public bool IsAtRest => State is "paused" or Retired;

    public bool IsRetired => Stored.RetiredAt is not null;

    /// <summary>The word for how it is: what its user wants of it comes first, then what its Receiver says.</summary>
    public string State => IsRetired ? Retired : !Stored.IsEnabled ? "paused" : View?.State ?? "new";

    /// <summary>Whether somebody should look after it: one that its user put to rest is in no trouble.</summary>
    public bool IsInTrouble => State is "absent" or "silent" or "fault" or SensorView.Stopped;

    public bool IsRunning => State == "running";

    /// <summary>Whether its watts can be compared with a reference meter's: those that are pushed are their sender's.</summary>
    public bool IsCalibrated => Kind != KindLook.Push;

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
