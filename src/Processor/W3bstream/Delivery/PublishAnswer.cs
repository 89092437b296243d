namespace PowerMeter.Processor.W3bstream.Delivery;

/// <summary>What one attempt came to.</summary>
/// <param name="Status">The HTTP status; null when there was no answer.</param>
/// <param name="Text">The beginning of the answer, or why there was none: see <see cref="AnswerText"/>.</param>
internal sealed record PublishAnswer(Verdict Verdict, int? Status, string Text)
{
    /// <summary>Why it is sent again, as an English clause without a full stop; null unless it is.</summary>
    public string? Trouble { get; init; }

    /// <summary>How long the network wants to be left alone, at most <see cref="RetryAfter.Longest"/>.</summary>
    public TimeSpan? Pause { get; init; }

    /// <summary>Whether it was taken without an applet that is there for it; null when the answer does not tell.</summary>
    public bool? Unmatched { get; init; }

    /// <summary>The task that was made of it.</summary>
    public string? TaskId { get; init; }

    /// <summary>No answer came at all, or a broken one.</summary>
    /// <param name="reason">An English clause without a full stop, without secrets.</param>
    public static PublishAnswer NotReached(string reason) =>
        new(Verdict.Retry, null, AnswerText.Clean(reason)) { Trouble = $"the network does not answer: {AnswerText.Clean(reason)}" };
}
