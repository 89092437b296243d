namespace PowerMeter.Benchmarks.Cards;

/// <summary>What one base station did in some minutes.</summary>
/// <param name="LogBytes">What was said in PostgreSQL's log, however often its pages were written.</param>
internal sealed record Stretch(WrittenBytes Written, TimeSpan Length, long LogBytes, long Samples);
