using Npgsql;

namespace PowerMeter.Web.Server;

/// <summary>
/// The server was lost between the order to commit and its answer: all of the change is stored, or nothing. What does the
/// same once more if it is done twice needs none of it; what does not must look before.
/// </summary>
public sealed class UnknownOutcomeException : NpgsqlException
{
    public UnknownOutcomeException()
    {
    }

    public UnknownOutcomeException(string message)
        : base(message)
    {
    }

    public UnknownOutcomeException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
