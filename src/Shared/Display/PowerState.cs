namespace PowerMeter.Shared.Display;

/// <summary>Whether there is a power to show, and if not, why.</summary>
public enum PowerState
{
    Live,

    /// <summary>No sample came for longer than the sensor's pace explains, or the sensor says that it is out of order.</summary>
    Silent,

    /// <summary>There is a sensor, and never was a sample.</summary>
    NoData,

    /// <summary>There is no sensor that is switched on.</summary>
    NoSensor,

    /// <summary>One of the sensors that were chosen is not there any more.</summary>
    SensorGone,

    DatabaseAway,
}
