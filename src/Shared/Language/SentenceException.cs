namespace PowerMeter.Shared.Language;

/// <summary>It cannot be done, for a reason that a page says in its reader's language. The message says it in English.</summary>
public abstract class SentenceException : Exception
{
    protected SentenceException(Sentence sentence, Exception? innerException = null)
        : base(sentence?.ToString(), innerException) => Sentence = sentence!;

    public Sentence Sentence { get; }
}
