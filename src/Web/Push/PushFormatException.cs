using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Push;

/// <summary>What was pushed cannot be read as a whole, so no row of it counts; the sentence says where and what is allowed.</summary>
public sealed class PushFormatException(Sentence sentence, Exception? innerException = null) : SentenceException(sentence, innerException)
{
    /// <summary>It is no mistake but too much at once: answer 413.</summary>
    public bool IsTooMuch { get; private init; }

    public static PushFormatException TooMany() => new(new Sentence("Push_TooMany", PushBatch.MostRows)) { IsTooMuch = true };
}
