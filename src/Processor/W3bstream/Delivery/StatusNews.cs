using PowerMeter.Shared.Language;

namespace PowerMeter.Processor.W3bstream.Delivery;

/// <summary>How the delivery gets on, as <c>w3bstream_status</c> should say. What is null stays there as it is, but for the fault and the retry.</summary>
internal sealed record StatusNews
{
    public Outcome? LastAnswer { get; init; }

    public DateTimeOffset? LastSentAt { get; init; }

    /// <summary>See <see cref="FaultText"/>; null takes one of ours away.</summary>
    public Sentence? Fault { get; init; }

    public DateTimeOffset? RetryAt { get; init; }

    public bool? Unmatched { get; init; }

    /// <summary>The task whose state was asked for last.</summary>
    public string? TaskId { get; init; }

    public string? TaskState { get; init; }

    public DateTimeOffset? TaskStateAt { get; init; }
}
