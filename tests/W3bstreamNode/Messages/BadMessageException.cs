namespace PowerMeter.Tests.W3bstreamNode.Messages;

/// <summary>A message is not what its profile asks for. The text says what was wrong.</summary>
public sealed class BadMessageException : Exception
{
    public BadMessageException()
    {
    }

    public BadMessageException(string message)
        : base(message)
    {
    }

    public BadMessageException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
