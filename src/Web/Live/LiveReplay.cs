using System.Runtime.CompilerServices;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Live;

/// <summary>
/// What a stream begins with: what its client missed since the event that it heard last, up to <see cref="MostSamples"/>,
/// and how the sensors are now.
/// </summary>
internal sealed class LiveReplay(ChangeTrail trail, LiveSampleQuery samples, SensorQuery sensors) : IDisposable
{
    /// <summary>More samples than this are not sent again: a <c>resync</c> says so.</summary>
    public const int MostSamples = 10_000;

    private const int Page = 1000;

    // When Web starts again all clients come at once: they must not take all connections to the database.
    private readonly SemaphoreSlim _turns = new(4);

    public void Dispose() => _turns.Dispose();

    /// <param name="sensorId">Null: all sensors.</param>
    /// <param name="last">Null for a client that comes for the first time.</param>
    /// <param name="isUnknown">Whether the client brought an id that says nothing to us.</param>
    /// <exception cref="Npgsql.NpgsqlException">The database does not answer.</exception>
    public async IAsyncEnumerable<byte[]> ReadAsync(
        int? sensorId, FeedPosition? last, bool isUnknown, [EnumeratorCancellation] CancellationToken cancel)
    {
        var read = await InTurnAsync(() => trail.ReadAsync(last, sensorId, cancel), cancel);
        if (isUnknown || (last is not null && !read.IsWhole)) yield return LiveText.Resync("missed", sensorId);
        // It has no trail; to read it again costs little.
        if (last is not null) yield return LiveText.Configuration();
        var left = MostSamples;
        foreach (var change in read.Changes)
        {
            if (change.Deleted) yield return LiveText.Resync("deleted", change.SensorId);
            for (var from = change.From; !change.Deleted && left >= 0 && from <= change.To;)
            {
                var (most, start) = (Math.Min(Page, left + 1), from);
                var page = await InTurnAsync(() => samples.ReadOldestAsync(change.SensorId, start, change.To, most, cancel), cancel);
                left -= page.Count;
                yield return LiveText.Samples(change.SensorId, left < 0 ? page.SkipLast(1) : page);
                from = page.Count < most ? long.MaxValue : page[^1].Stored.Time + 1;
            }

            if (left >= 0) yield return LiveText.Energy(change.SensorId, change.From, change.To);
        }

        if (left < 0) yield return LiveText.Resync("missed", sensorId);
        foreach (var sensor in await InTurnAsync(() => sensors.ListAsync(cancel), cancel))
            if (sensorId is null || sensor.Id == sensorId) yield return LiveText.Status(sensor);
        yield return EventText.Id(read.Position);
    }

    // A turn lasts for one question, never while a slow client reads the answer.
    private async Task<T> InTurnAsync<T>(Func<Task<T>> ask, CancellationToken cancel)
    {
        await _turns.WaitAsync(cancel);
        try
        {
            return await ask();
        }
        finally
        {
            _turns.Release();
        }
    }
}
