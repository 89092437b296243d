namespace PowerMeter.Receiver.Drivers.Replay;

/// <summary>A file is no recording. The message says why and what helps.</summary>
public sealed class RecordingException : Exception
{
    public RecordingException()
    {
    }

    public RecordingException(string message)
        : base(message)
    {
    }

    public RecordingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
