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

    public ImportException(ImportReason reason)
        : this(reason, null)
    {
    }

    public ImportException(ImportReason reason, Exception? innerException)
        : base(reason?.ToString(), innerException) => Reason = reason;

    public ImportException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The message in any language; null when it is in English only.</summary>
    public ImportReason? Reason { get; }
}
