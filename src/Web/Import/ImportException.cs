namespace PowerMeter.Web.Import;

/// <summary>An import cannot be done. The message says what is wrong and what to do; nothing was written.</summary>
public sealed class ImportException : Exception
{
    public ImportException()
    {
    }

    public ImportException(string message)
        : base(message)
    {
    }

    public ImportException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
