namespace PowerMeter.Receiver.Drivers;

/// <summary>The states of <c>sensor_status.state</c>, there in lower case.</summary>
public enum SensorState
{
    /// <summary>The driver runs, and no reading has come yet.</summary>
    Starting,

    Running,

    /// <summary>The device is there and says nothing.</summary>
    Silent,

    /// <summary>The device is not there; it is looked for again and again.</summary>
    Absent,

    /// <summary>Something must be put right; the error says what.</summary>
    Fault,

    /// <summary>The user switched the sensor off.</summary>
    Paused,
}
