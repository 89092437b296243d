using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Backup;

/// <summary>A backup cannot be made, read or restored. The sentence says what was wrong, and what to do; nothing secret is in it.</summary>
public sealed class BackupException(Sentence sentence, Exception? innerException = null) : SentenceException(sentence, innerException);
