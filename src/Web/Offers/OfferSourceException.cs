using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Offers;

/// <summary>A list of offers cannot be had from where it should be. The sentence says from where and why.</summary>
public sealed class OfferSourceException(Sentence sentence, Exception? innerException = null) : SentenceException(sentence, innerException)
{
    /// <summary>It may not be asked at all; otherwise it was asked, and did not answer with a list.</summary>
    public bool IsRefused { get; private init; }

    public static OfferSourceException Refused(Sentence sentence) => new(sentence) { IsRefused = true };
}
