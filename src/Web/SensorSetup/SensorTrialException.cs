namespace PowerMeter.Web.SensorSetup;

/// <summary>Nobody could look or try: no Receiver answers.</summary>
public sealed class SensorTrialException : Exception
{
    public SensorTrialException()
    {
    }

    public SensorTrialException(string message)
        : base(message)
    {
    }

    public SensorTrialException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
