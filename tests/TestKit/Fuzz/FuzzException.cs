namespace PowerMeter.Tests.TestKit.Fuzz;

/// <summary>A decoder did with an input what none may do. The message says what, and the input in hex.</summary>
public sealed class FuzzException : Exception
{
    public FuzzException()
    {
    }

    public FuzzException(string message)
        : base(message)
    {
    }

    public FuzzException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <exception cref="FuzzException">The fact does not hold.</exception>
    public static void Unless(bool fact, string message)
    {
        if (!fact) throw new FuzzException(message);
    }
}
