using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Import;

/// <summary>An import cannot be done. The sentence says what is wrong and what to do; nothing was written.</summary>
public sealed class ImportException(Sentence sentence, Exception? innerException = null) : SentenceException(sentence, innerException);
