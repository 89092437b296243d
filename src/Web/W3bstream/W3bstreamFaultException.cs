namespace PowerMeter.Web.W3bstream;

/// <summary>Settings of W3bstream are wrong; nothing was changed.</summary>
public sealed class W3bstreamFaultException : Exception
{
    public W3bstreamFaultException()
    {
    }

    public W3bstreamFaultException(string message)
        : base(message)
    {
    }

    public W3bstreamFaultException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public W3bstreamFaultException(IReadOnlyList<W3bstreamFault> faults)
        : base(string.Join(' ', faults.Select(fault => fault.Message))) => Faults = faults;

    public IReadOnlyList<W3bstreamFault> Faults { get; } = [];
}
