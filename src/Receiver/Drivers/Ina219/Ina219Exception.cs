namespace PowerMeter.Receiver.Drivers.Ina219;

/// <summary>The chip cannot be read by the way in that was tried. The message says why and what helps.</summary>
public sealed class Ina219Exception : Exception
{
    public Ina219Exception()
    {
    }

    public Ina219Exception(string message)
        : base(message)
    {
    }

    public Ina219Exception(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public Ina219Exception(SensorState state, string message, Exception? innerException = null)
        : base(message, innerException) => State = state;

    /// <summary>Absent, or a fault.</summary>
    public SensorState State { get; } = SensorState.Fault;
}
