namespace PowerMeter.Processor.W3bstream.Readings;

/// <summary>What one transaction did.</summary>
/// <param name="Made">What has been made into readings in the span and around it.</param>
/// <param name="Windows">Windows that were made; those that were left out (0 W) or can never be signed are among them.</param>
/// <param name="Messages">Messages that wait in the outbox now.</param>
/// <param name="Unsignable">Why readings can never be signed, a sentence each.</param>
/// <param name="Newest">Of each sensor the newest sample that was seen, in unix microseconds; null when nothing had to be read.</param>
public sealed record ReadingBatch(
    IReadOnlyList<Stretch> Made, int Windows, int Messages, IReadOnlyList<string> Unsignable, IReadOnlyList<long>? Newest);
