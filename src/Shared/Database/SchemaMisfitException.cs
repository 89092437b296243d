namespace PowerMeter.Shared.Database;

/// <summary>The database's schema is not the one that this program knows: nothing may be written now. The message says what to do.</summary>
public sealed class SchemaMisfitException : InvalidOperationException
{
    public SchemaMisfitException()
    {
    }

    public SchemaMisfitException(string message)
        : base(message)
    {
    }

    public SchemaMisfitException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
