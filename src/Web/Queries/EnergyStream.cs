using System.Runtime.CompilerServices;
using Npgsql;
using PowerMeter.Shared.Queries;

namespace PowerMeter.Web.Queries;

/// <summary>
/// Energy of any number of buckets, read piece by piece: ten years of minutes need no more memory than some weeks of them.
/// No connection to the database is held while the client reads.
/// </summary>
public sealed class EnergyStream(EnergyQuery energy)
{
    /// <summary>Buckets of one query.</summary>
    private const int PieceLength = 10_000;

    /// <param name="edges">Strictly ascending, in unix microseconds: n + 1 of them make n bins.</param>
    /// <exception cref="NpgsqlException">The database does not answer, or the tariffs have changed since the first bin: one answer is never of both.</exception>
    public async IAsyncEnumerable<EnergyBin> ReadAsync(int sensorId, IEnumerable<long> edges, [EnumeratorCancellation] CancellationToken cancel)
    {
        (long? last, long? tariffs) = (null, null);
        foreach (var piece in edges.Chunk(PieceLength))
        {
            long[] bounds = last is { } before ? [before, .. piece] : piece;
            last = bounds[^1];
            if (bounds.Length == 1) continue;
            var (bins, version) = await energy.ReadVersionedAsync(sensorId, bounds, cancel, isLong: true);
            if ((tariffs ??= version) != version) throw new NpgsqlException("The tariffs changed while a long answer was read.");
            foreach (var bin in bins) yield return bin;
        }
    }
}
