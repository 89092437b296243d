namespace PowerMeter.Web.Offers;

/// <summary>A list of offers cannot be had from where it should be. The message says from where and why.</summary>
public sealed class OfferSourceException : Exception
{
    public OfferSourceException()
    {
    }

    public OfferSourceException(string message)
        : base(message)
    {
    }

    public OfferSourceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>It may not be asked at all; otherwise it was asked, and did not answer with a list.</summary>
    public bool IsRefused { get; private init; }

    public static OfferSourceException Refused(string message) => new(message) { IsRefused = true };
}
