using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Tariffs;

/// <summary>A change of contracts or settings cannot be made. The sentence says what was given and what is allowed.</summary>
public sealed class TariffException(Sentence sentence) : SentenceException(sentence);
