namespace PowerMeter.Processor.W3bstream;

/// <summary>
/// No message can ever be made of this reading by these settings, such as of a negative power where the network has whole
/// milliwatts without a sign. The message says which reading and why; those after it are not held up.
/// </summary>
public sealed class UnsignableReadingException : Exception
{
    public UnsignableReadingException()
    {
    }

    public UnsignableReadingException(string message)
        : base(message)
    {
    }

    public UnsignableReadingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
