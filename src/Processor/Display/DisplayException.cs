namespace PowerMeter.Processor.Display;

/// <summary>There is no display, or it cannot be used. The message says what was wrong and what helps.</summary>
public sealed class DisplayException : IOException
{
    public DisplayException()
    {
    }

    public DisplayException(string message)
        : base(message)
    {
    }

    public DisplayException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
