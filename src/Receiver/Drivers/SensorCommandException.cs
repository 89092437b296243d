namespace PowerMeter.Receiver.Drivers;

/// <summary>A sensor did not do what it was told. The message says why and what helps.</summary>
public sealed class SensorCommandException : Exception
{
    public SensorCommandException()
    {
    }

    public SensorCommandException(string message)
        : base(message)
    {
    }

    public SensorCommandException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
