namespace PowerMeter.Tests.W3bstreamNode.Arrivals;

/// <summary>There is no room for one more device.</summary>
public sealed class LedgerFullException : Exception
{
    public LedgerFullException()
    {
    }

    public LedgerFullException(string message)
        : base(message)
    {
    }

    public LedgerFullException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
