using NodaTime;
using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Tariffs;

/// <summary>A change of the contracts or the time zone, and how far it is.</summary>
/// <param name="SamplesTotal">Samples that get another tariff; null until they are counted.</param>
/// <param name="Error">Why it was given up; everything is then as it was.</param>
public sealed record TariffChange(
    long Id, string RequestedBy, Instant RequestedAt, Instant? StartedAt, Instant? FinishedAt, long? SamplesTotal, long SamplesDone, string? Error)
{
    /// <summary><see cref="Error"/> for a page; null when this version has no such sentence.</summary>
    public Sentence? ErrorSaid { get; init; }

    public bool IsFinished => FinishedAt is not null;

    /// <summary>waiting (for the Processor), running, done or failed.</summary>
    public string State => (IsFinished, Error, StartedAt) switch
    {
        (true, not null, _) => "failed",
        (true, _, _) => "done",
        (_, _, not null) => "running",
        _ => "waiting",
    };

    /// <summary>0 to 1; null when it is not known yet. While it is below 1 or the roll-ups are computed, the old state holds.</summary>
    public double? Progress => this switch
    {
        { IsFinished: true, Error: null } => 1,
        { SamplesTotal: > 0 and var total } => Math.Min(1, SamplesDone / (double)total),
        _ => null,
    };

    /// <summary>How far it is, for people.</summary>
    public override string ToString() => State switch
    {
        "waiting" => FormattableString.Invariant($"change {Id}, asked for by {RequestedBy}, waits for the Processor"),
        "running" => FormattableString.Invariant($"change {Id}, asked for by {RequestedBy}, has tagged {SamplesDone} of {SamplesTotal} samples"),
        var state => FormattableString.Invariant($"change {Id}, asked for by {RequestedBy}, is {state}"),
    };
}
