namespace PowerMeter.Processor.W3bstream.Delivery;

/// <summary>What an attempt to deliver a message came to, and when.</summary>
internal sealed record Outcome(OutboxRow Row, PublishAnswer Answer, DateTimeOffset At);
