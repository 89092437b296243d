namespace PowerMeter.Web.Server;

/// <summary>Something was to be changed, and the site is read-only.</summary>
public sealed class ReadOnlyException : InvalidOperationException
{
    public ReadOnlyException()
    {
    }

    public ReadOnlyException(string message)
        : base(message)
    {
    }

    public ReadOnlyException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
