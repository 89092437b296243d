namespace PowerMeter.Web.Tariffs;

/// <summary>A change of contracts or settings cannot be made. The message says what was given and what is allowed.</summary>
public sealed class TariffException : Exception
{
    public TariffException()
    {
    }

    public TariffException(string message)
        : base(message)
    {
    }

    public TariffException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
