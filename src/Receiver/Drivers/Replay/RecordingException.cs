using PowerMeter.Shared.Language;

namespace PowerMeter.Receiver.Drivers.Replay;

/// <summary>A file is no recording. The sentence says why, as the end of one that speaks of the file.</summary>
public sealed class RecordingException(Sentence sentence, Exception? innerException = null) : SentenceException(sentence, innerException);
