namespace PowerMeter.Web.Api.Compatible;

/// <summary>A number in the path is not one, or not allowed there; the message says which, what was given and what is allowed.</summary>
public sealed class PathNumberException : Exception
{
    public PathNumberException()
    {
    }

    public PathNumberException(string message)
        : base(message)
    {
    }

    public PathNumberException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The status of the answer: 400, unless what is asked for is only too much.</summary>
    public int Status { get; init; } = StatusCodes.Status400BadRequest;
}
