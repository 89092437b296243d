using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Tariffs;

namespace PowerMeter.Web.Queries;

/// <summary>Energy and money of any span cut at any edges: what every page and every API call asks for.</summary>
public sealed class EnergyQuery(NpgsqlDataSource database, SiteCache site)
{
    private const int MostTries = 5;

    private const string TierSql = """
        select piece.bin, sum(day_wh), sum(night_wh), sum(covered_s), min(min_w), max(max_w)
        from unnest($2, $3, $4) as piece (bin, from_time, until_time)
        join {0} on sensor_id = $1 and start >= piece.from_time and start < piece.until_time
        group by piece.bin
        """;

    private static readonly Dictionary<EnergyTier, string> TierStatements =
        EnergyTier.CoarseToFine.ToDictionary(tier => tier, tier => TierSql.Replace("{0}", tier.Table, StringComparison.Ordinal));

    /// <param name="edges">Strictly ascending, in unix microseconds: n + 1 of them make n bins.</param>
    /// <returns>One bin between each two edges. An unknown sensor has no coverage.</returns>
    /// <exception cref="NpgsqlException">The database does not answer, or the tariffs change all the time.</exception>
    public async Task<IReadOnlyList<EnergyBin>> ReadAsync(int sensorId, long[] edges, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(edges);
        for (var tries = 0; tries < MostTries; tries++)
        {
            var known = site.Current;
            // A price holds from the start of its contract: cut there too, so that each part has one price.
            var parts = CutAtContracts(edges, known.Calendar);
            var (energies, version) = await ReadPartsAsync(sensorId, parts, cancel);
            // The contracts of one moment never price the energy that was tagged by those of another.
            if (version == known.TariffVersion) return Price(edges, parts, energies, known.Calendar);
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
            var (energy, cost) = (Energy.None, 0m);
            for (; part < energies.Length && parts[part] < edges[bin + 1]; part++)
            {
                energy += energies[part];
                if (energies[part].IsCovered)
                    cost += EnergyCost.Of(energies[part], calendar.ContractAt(UnixMicroseconds.ToInstant(parts[part])));
            }

            bins[bin] = new EnergyBin(edges[bin], edges[bin + 1], energy, cost);
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

    /// <returns>The energies, and the version of the tariffs that they are tagged by.</returns>
    private async Task<(Energy[] Energies, long Version)> ReadPartsAsync(int sensorId, long[] edges, CancellationToken cancel)
    {
        var plan = new TierPlan(edges);
        var tiers = plan.Tiers.ToList();
        var runs = plan.RawRuns();
        var result = new Energy[edges.Length - 1];
        Array.Fill(result, Energy.None);

        await using var connection = await database.OpenConnectionAsync(cancel);
        var maxGap = runs.Count > 0 ? await ReadMaxGapAsync(connection, sensorId, cancel) : null;
        await using var batch = connection.CreateBatch();
        // All statements look at one snapshot, so that no sample is counted twice or not at all.
        batch.BatchCommands.Add(new NpgsqlBatchCommand("begin isolation level repeatable read read only"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(SiteReader.VersionSql));
        foreach (var (tier, pieces) in tiers) batch.BatchCommands.Add(TierCommand(sensorId, tier, pieces));
        if (maxGap is { } gap) batch.BatchCommands.Add(RawCommand(sensorId, runs, gap));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("commit"));

        await using var reader = await batch.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        var version = reader.GetInt64(0);
        await reader.NextResultAsync(cancel);
        for (var i = 0; i < tiers.Count; i++, await reader.NextResultAsync(cancel))
            while (await reader.ReadAsync(cancel))
                result[reader.GetInt32(0)] += new Energy(
                    reader.GetDouble(1), reader.GetDouble(2), reader.GetDouble(3), reader.GetDouble(4), reader.GetDouble(5));
        if (maxGap is not null) await IntegrateAsync(reader, runs, maxGap.Value, result, cancel);
        return (result, version);
    }

    private static NpgsqlBatchCommand TierCommand(int sensorId, EnergyTier tier, List<TierPlan.Piece> pieces) => new(TierStatements[tier])
    {
        Parameters =
        {
            new NpgsqlParameter<int> { TypedValue = sensorId },
            new NpgsqlParameter<int[]> { TypedValue = [.. pieces.Select(piece => piece.Bin)] },
            MeasureSpans.Times([.. pieces.Select(piece => piece.From)]),
            MeasureSpans.Times([.. pieces.Select(piece => piece.Until)]),
        },
    };

    private static NpgsqlBatchCommand RawCommand(int sensorId, List<List<TierPlan.Piece>> runs, long maxGap)
    {
        var command = new NpgsqlBatchCommand(MeasureSpans.ManySql);
        MeasureSpans.AddParameters(
            command.Parameters, sensorId, [.. runs.Select(run => run[0].From)], [.. runs.Select(run => run[^1].Until)], maxGap);
        return command;
    }

    private static async Task IntegrateAsync(
        NpgsqlDataReader reader, List<List<TierPlan.Piece>> runs, long maxGap, Energy[] result, CancellationToken cancel)
    {
        var integrators = runs.Select(run => new EnergyIntegrator([run[0].From, .. run.Select(piece => piece.Until)], maxGap)).ToList();
        while (await reader.ReadAsync(cancel))
            integrators[(int)reader.GetInt64(0) - 1].Add(MeasureSpans.ReadTime(reader, 1), reader.GetDouble(2), reader.GetBoolean(3));
        foreach (var (run, integrator) in runs.Zip(integrators))
            foreach (var (piece, energy) in run.Zip(integrator.Result()))
                result[piece.Bin] += energy;
    }

    /// <returns>Microseconds; null for an unknown sensor.</returns>
    private static async Task<long?> ReadMaxGapAsync(NpgsqlConnection connection, int sensorId, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select max_gap_s from sensors where id = $1", connection)
        {
            Parameters = { new NpgsqlParameter<int> { TypedValue = sensorId } },
        };
        return await command.ExecuteScalarAsync(cancel) is double seconds ? (long)(seconds * UnixMicroseconds.PerSecond) : null;
    }
}
