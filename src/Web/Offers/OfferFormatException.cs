namespace PowerMeter.Web.Offers;

/// <summary>A list of offers is wrong, so nothing of it counts. The message says where, what was given and what is allowed.</summary>
public sealed class OfferFormatException : Exception
{
    public OfferFormatException()
    {
    }

    public OfferFormatException(string message)
        : base(message)
    {
    }

    public OfferFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
