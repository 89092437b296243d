namespace PowerMeter.Tests.W3bstreamNode.Arrivals;

/// <summary>A message that was not taken because of what was in it.</summary>
/// <param name="Why">An English sentence.</param>
/// <param name="Body">Its first 500 characters.</param>
public sealed record Refusal(DateTimeOffset At, string Why, string Body);
