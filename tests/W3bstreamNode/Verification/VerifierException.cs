namespace PowerMeter.Tests.W3bstreamNode.Verification;

/// <summary>A program that verifies could not be run: nothing is said about the signature.</summary>
public sealed class VerifierException : Exception
{
    public VerifierException()
    {
    }

    public VerifierException(string message)
        : base(message)
    {
    }

    public VerifierException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
