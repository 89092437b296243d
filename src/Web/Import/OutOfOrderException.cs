namespace PowerMeter.Web.Import;

/// <summary>A row is older than the one before it: the rows have to be sorted first.</summary>
internal sealed class OutOfOrderException : Exception
{
    public OutOfOrderException()
    {
    }

    public OutOfOrderException(string message)
        : base(message)
    {
    }

    public OutOfOrderException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
