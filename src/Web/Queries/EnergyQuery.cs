using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Tariffs;

namespace PowerMeter.Web.Queries;

/// <summary>Energy and money of any span cut at any edges: what every page and every API call asks for.</summary>
public sealed class EnergyQuery(NpgsqlDataSource database, SiteCache site)
{
    // An aggregate a piece: nothing is hashed or sorted, which is a third of the work.
    private const string TierSql = """
        select piece.bin, energy.day_wh, energy.night_wh, energy.covered_s, energy.min_w, energy.max_w
        from unnest($2, $3, $4) as piece (bin, from_time, until_time)
        cross join lateral (
          select sum(day_wh) as day_wh, sum(night_wh) as night_wh, sum(covered_s) as covered_s, min(min_w) as min_w, max(max_w) as max_w
          from {0}
          where sensor_id = $1 and start >= piece.from_time and start < piece.until_time) as energy
        where energy.covered_s is not null
        """;

    private static readonly Dictionary<EnergyTier, string> TierStatements =
        EnergyTier.CoarseToFine.ToDictionary(tier => tier, tier => TierSql.Replace("{0}", tier.Table, StringComparison.Ordinal));

    /// <param name="edges">Strictly ascending, in unix microseconds: n + 1 of them make n bins.</param>
    /// <returns>One bin between each two edges. An unknown sensor has no coverage.</returns>
    public async Task<IReadOnlyList<EnergyBin>> ReadAsync(int sensorId, long[] edges, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(edges);
        var calendar = site.Current.Calendar;
        // A price holds from the start of its contract: cut there too, so that each part has one price.
        var parts = CutAtContracts(edges, calendar);
        var energies = await ReadPartsAsync(sensorId, parts, cancel);

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

    private async Task<Energy[]> ReadPartsAsync(int sensorId, long[] edges, CancellationToken cancel)
    {
        var plan = new TierPlan(edges);
        var tiers = plan.Tiers.ToList();
        var ends = new RaggedEnds(sensorId, plan.RawRuns());
        var result = new Energy[edges.Length - 1];
        Array.Fill(result, Energy.None);

        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var batch = connection.CreateBatch();
        // Several statements look at one snapshot, so that no sample is counted twice or not at all.
        var oneSnapshot = tiers.Count + ends.Count > 1;
        if (oneSnapshot) batch.BatchCommands.Add(new NpgsqlBatchCommand("begin isolation level repeatable read read only"));
        foreach (var (tier, pieces) in tiers) batch.BatchCommands.Add(TierCommand(sensorId, tier, pieces));
        foreach (var command in ends.Commands()) batch.BatchCommands.Add(command);
        if (oneSnapshot && !ends.MayNeedMore) batch.BatchCommands.Add(new NpgsqlBatchCommand("commit"));
        if (batch.BatchCommands.Count == 0) return result;

        await using (var reader = await batch.ExecuteReaderAsync(cancel))
        {
            for (var i = 0; i < tiers.Count; i++, await reader.NextResultAsync(cancel))
                while (await reader.ReadAsync(cancel))
                    result[reader.GetInt32(0)] += new Energy(
                        reader.GetDouble(1), reader.GetDouble(2), reader.GetDouble(3), reader.GetDouble(4), reader.GetDouble(5));
            await ends.ReadAsync(reader, cancel);
        }

        if (ends.MayNeedMore)
        {
            await ends.ReadMoreAsync(connection, cancel);
            await using var commit = new NpgsqlCommand("commit", connection);
            await commit.ExecuteNonQueryAsync(cancel);
        }

        ends.AddTo(result);
        return result;
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
}
