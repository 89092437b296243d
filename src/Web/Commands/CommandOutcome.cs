using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Commands;

/// <summary>What came of a command.</summary>
/// <param name="Answered">Whether a Receiver took it up. If not, nothing has happened.</param>
/// <param name="Error">The Receiver's reason why it was not done; null when it was.</param>
public sealed record CommandOutcome(bool Answered, string? Error)
{
    public static readonly CommandOutcome Unanswered = new(false, null);

    /// <summary><see cref="Error"/> for a page; null when it is in English only.</summary>
    public Sentence? ErrorSaid { get; init; }

    public bool Done => Answered && Error is null;
}
