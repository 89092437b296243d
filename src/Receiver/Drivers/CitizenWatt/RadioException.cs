namespace PowerMeter.Receiver.Drivers.CitizenWatt;

/// <summary>The radio cannot be used. The message says why and what helps.</summary>
public sealed class RadioException : Exception
{
    public RadioException()
    {
    }

    public RadioException(string message)
        : base(message)
    {
    }

    public RadioException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public RadioException(SensorState state, string message, Exception? innerException = null)
        : base(message, innerException) => State = state;

    public SensorState State { get; } = SensorState.Fault;

    /// <summary>None when the way to the radio is what is wrong.</summary>
    public RadioTrouble Trouble { get; init; }
}
