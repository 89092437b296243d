using PowerMeter.Shared.Language;

namespace PowerMeter.Receiver.Drivers;

/// <summary>A sensor did not do what it was told. The sentence says why and what helps.</summary>
public sealed class SensorCommandException(Sentence sentence) : SentenceException(sentence);
