namespace PowerMeter.Web.Api.V1;

/// <summary>A parameter or a body of a call is wrong: 400. The message says what was given and what is allowed.</summary>
public sealed class ParameterException : Exception
{
    public ParameterException()
    {
    }

    public ParameterException(string message)
        : base(message)
    {
    }

    public ParameterException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public static ParameterException NotAllowed(string name, string given, string allowed) => new($"{name} is '{given}'; allowed: {allowed}.");
}
