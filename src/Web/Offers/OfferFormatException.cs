using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Offers;

/// <summary>A list of offers is wrong, so nothing of it counts. The sentence says where, what was given and what is allowed.</summary>
public sealed class OfferFormatException(Sentence sentence, Exception? innerException = null) : SentenceException(sentence, innerException);
