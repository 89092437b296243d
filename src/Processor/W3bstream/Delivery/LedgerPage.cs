namespace PowerMeter.Processor.W3bstream.Delivery;

/// <summary>What is written at once.</summary>
/// <param name="Version">Of the news.</param>
internal sealed record LedgerPage(IReadOnlyList<Outcome> Settled, IReadOnlyList<Outcome> Failures, StatusNews News, long Version)
{
    public IEnumerable<Outcome> Accepted => Settled.Where(outcome => outcome.Answer.Verdict == Verdict.Accepted);

    public IEnumerable<Outcome> Refused => Settled.Where(outcome => outcome.Answer.Verdict == Verdict.Refused);
}
