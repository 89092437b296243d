using PowerMeter.Shared.Language;

namespace PowerMeter.Processor.W3bstream.Delivery;

/// <summary>What one attempt came to.</summary>
/// <param name="Status">The HTTP status; null when there was no answer.</param>
/// <param name="Text">The beginning of the answer, or why there was none: see <see cref="AnswerText"/>.</param>
internal sealed record PublishAnswer(Verdict Verdict, int? Status, string Text)
{
    /// <summary>Why it is sent again, as a clause without a full stop; null unless it is.</summary>
    public Sentence? Trouble { get; init; }

    /// <summary>How long the network wants to be left alone, at most <see cref="RetryAfter.Longest"/>.</summary>
    public TimeSpan? Pause { get; init; }

    /// <summary>Whether it was taken without an applet that is there for it; null when the answer does not tell.</summary>
    public bool? Unmatched { get; init; }

    /// <summary>The task that was made of it.</summary>
    public string? TaskId { get; init; }

    /// <summary>No answer came at all, or a broken one.</summary>
    /// <param name="reason">A clause without a full stop, without secrets and control characters.</param>
    public static PublishAnswer NotReached(Sentence reason) =>
        new(Verdict.Retry, null, reason.ToString()) { Trouble = new Sentence("W3b_Silent", reason) };
}
