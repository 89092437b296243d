using NodaTime;

namespace PowerMeter.Web.W3bstream;

/// <summary>A reading that waits, or was refused for good.</summary>
/// <param name="Body">What is sent, as text.</param>
public sealed record OutboxReading(
    long Id, string Stream, Instant WindowStart, Instant WindowEnd, double Watts, double CoveredSeconds, string Profile, string State, int Attempts,
    int? AnswerStatus, string? Answer, Instant? AnsweredAt, string Body);
