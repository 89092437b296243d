using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Tariffs;

namespace PowerMeter.Shared.Queries;

/// <summary>Energy and money of any span cut at any edges: what every page and every API call asks for.</summary>
/// <param name="reads">Where long reads go; null: to the database too.</param>
public sealed class EnergyQuery(NpgsqlDataSource database, SiteCache site, LongReads? reads = null)
{
    private const int MostTries = 5;

    private const string VersionSql = $"select version, ({RawHorizon.Sql}) from ({SiteReader.VersionSql}) as tariffs";

    /// <param name="edges">Strictly ascending, in unix microseconds: n + 1 of them make n bins.</param>
    /// <returns>One bin between each two edges. An unknown sensor has no coverage.</returns>
    /// <exception cref="NpgsqlException">The database does not answer, or the tariffs change all the time.</exception>
    public async Task<IReadOnlyList<EnergyBin>> ReadAsync(int sensorId, long[] edges, CancellationToken cancel) =>
        (await ReadVersionedAsync(sensorId, edges, cancel)).Bins;

    /// <summary>The same, and the version of the tariffs that it is tagged and priced by.</summary>
    /// <param name="isLong">Whether it is a piece of a long read, which a standby may serve.</param>
    public async Task<(IReadOnlyList<EnergyBin> Bins, long TariffVersion)> ReadVersionedAsync(
        int sensorId, long[] edges, CancellationToken cancel, bool isLong = false)
    {
        ArgumentNullException.ThrowIfNull(edges);
        for (var tries = 0; tries < MostTries; tries++)
        {
            var known = site.Current;
            // A price holds from the start of its contract: cut there too, so that each part has one price.
            var parts = CutAtContracts(edges, known.Calendar);
            var (energies, version) = isLong && reads is not null ? await ReadLongAsync(reads, sensorId, parts, cancel) : await ReadPartsAsync(database, sensorId, parts, cancel);
            // The contracts of one moment never price the energy that was tagged by those of another.
            if (version == known.TariffVersion) return (Price(edges, parts, energies, known.Calendar), version);
            await site.RefreshAsync(known, cancel);
        }

        throw new NpgsqlException($"The tariffs changed {MostTries} times while one answer was read.");
    }

    private static EnergyBin[] Price(long[] edges, long[] parts, Energy[] energies, TariffCalendar calendar)
    {
        var bins = new EnergyBin[edges.Length - 1];
        var part = 0;
        for (var bin = 0; bin < bins.Length; bin++)
        {
            var (energy, cost, offPeakCost) = (Energy.None, 0m, 0m);
            for (; part < energies.Length && parts[part] < edges[bin + 1]; part++)
            {
                energy += energies[part];
                if (!energies[part].IsCovered) continue;
                var contract = calendar.ContractAt(UnixMicroseconds.ToInstant(parts[part]));
                cost += EnergyCost.Of(energies[part], contract);
                offPeakCost += EnergyCost.OffPeakOf(energies[part], contract);
            }

            bins[bin] = new EnergyBin(edges[bin], edges[bin + 1], energy, cost, offPeakCost);
        }

        return bins;
    }

    private static long[] CutAtContracts(long[] edges, TariffCalendar calendar)
    {
        var cuts = calendar.ContractStarts.Select(start => start.ToUnixMicroseconds())
            .Where(start => start > edges[0] && start < edges[^1] && Array.BinarySearch(edges, start) < 0)
            .ToList();
        return cuts.Count == 0 ? edges : [.. edges.Concat(cuts).Order()];
    }

    private static async Task<(Energy[] Energies, long Version)> ReadLongAsync(LongReads reads, int sensorId, long[] edges, CancellationToken cancel)
    {
        try
        {
            await using var connection = await reads.OpenAsync(cancel);
            return await ReadPartsAsync(connection, sensorId, edges, cancel);
        }
        catch (NpgsqlException e) when (reads.MayRetry(e))
        {
            await using var primary = await reads.OpenPrimaryAsync(cancel);
            return await ReadPartsAsync(primary, sensorId, edges, cancel);
        }
    }

    private static async Task<(Energy[] Energies, long Version)> ReadPartsAsync(NpgsqlDataSource database, int sensorId, long[] edges, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        return await ReadPartsAsync(connection, sensorId, edges, cancel);
    }

    /// <returns>The energies, and the version of the tariffs that they are tagged by.</returns>
    private static async Task<(Energy[] Energies, long Version)> ReadPartsAsync(NpgsqlConnection connection, int sensorId, long[] edges, CancellationToken cancel)
    {
        var plan = new TierPlan(edges);
        var tiers = plan.Tiers.Select(tier => new TierRead(tier.Tier, tier.Pieces)).ToList();
        var ends = new RaggedEnds(sensorId, plan.RawRuns());
        var result = new Energy[edges.Length - 1];
        Array.Fill(result, Energy.None);

        await using var batch = connection.CreateBatch();
        // All statements look at one snapshot, so that no sample is counted twice or not at all.
        batch.BatchCommands.Add(new NpgsqlBatchCommand("begin isolation level repeatable read read only"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(VersionSql));
        foreach (var tier in tiers) batch.BatchCommands.Add(tier.Command(sensorId));
        foreach (var command in ends.Commands()) batch.BatchCommands.Add(command);
        if (!ends.MayNeedMore) batch.BatchCommands.Add(new NpgsqlBatchCommand("commit"));

        long version;
        await using (var reader = await batch.ExecuteReaderAsync(cancel))
        {
            await reader.ReadRowAsync();
            version = reader.GetInt64(0);
            ends.LeaveOut(MeasureSpans.ReadTime(reader, 1));
            await reader.NextResultAsync(cancel);
            foreach (var tier in tiers)
            {
                await tier.ReadAsync(reader, result);
                await reader.NextResultAsync(cancel);
            }

            await ends.ReadAsync(reader, cancel);
        }

        if (ends.MayNeedMore)
        {
            await ends.ReadMoreAsync(connection, cancel);
            await using var commit = new NpgsqlCommand("commit", connection);
            await commit.ExecuteNonQueryAsync(cancel);
        }

        ends.AddTo(result);
        return (result, version);
    }
}
