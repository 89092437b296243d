namespace PowerMeter.Web.Commands;

/// <summary>What can be asked of a sensor.</summary>
public enum SensorCommand
{
    SwitchOn,
    SwitchOff,

    /// <summary>To take the next sensor that speaks as this one, whatever its timer says.</summary>
    Pair,
}
