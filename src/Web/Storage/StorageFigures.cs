using NodaTime;

namespace PowerMeter.Web.Storage;

/// <summary>How big everything is now.</summary>
/// <param name="Months">Of those that may hold samples, ascending.</param>
/// <param name="RollUpBytes">Minutes, quarters and hours, with indexes.</param>
/// <param name="ReadingBytes">What W3bstream needs: the outbox and what was made.</param>
/// <param name="DatabaseBytes">All of the database, with what none of the others counts.</param>
/// <param name="FirstSample">Null when there is none.</param>
public sealed record StorageFigures(
    IReadOnlyList<StorageMonth> Months, long RollUpBytes, long ReadingBytes, long DatabaseBytes, Instant? FirstSample)
{
    /// <summary>The first sample of the month before this one, or later; null when it is not known.</summary>
    public Instant? FirstRecent { get; init; }

    /// <summary>Since when there are roll-ups, where retention has removed samples; else null.</summary>
    public Instant? FirstRecorded { get; init; }

    public long SampleBytes => Months.Sum(month => month.Bytes);

    /// <summary>What is left: configuration, changes, and PostgreSQL's own tables.</summary>
    public long OtherBytes => Math.Max(0, DatabaseBytes - SampleBytes - RollUpBytes - ReadingBytes);
}
