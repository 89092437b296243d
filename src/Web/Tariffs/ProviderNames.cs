using Npgsql;
using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Tariffs;

/// <summary>Finds the providers that a list of contracts names, by id or by name.</summary>
internal static class ProviderNames
{
    /// <returns>The entries with id and name, or the name alone for a provider that is new.</returns>
    /// <exception cref="TariffException">There is no such provider, or two entries contradict each other.</exception>
    public static async Task<List<ContractEntry>> ResolveAsync(NpgsqlConnection connection, IReadOnlyList<ContractEntry> entries, CancellationToken cancel)
    {
        var names = new Dictionary<int, string>();
        await using (var command = new NpgsqlCommand("select id, name from providers", connection))
        await using (var reader = await command.ExecuteReaderAsync(cancel))
            while (await reader.ReadAsync(cancel)) names.Add(reader.GetInt32(0), reader.GetString(1));
        var ids = names.ToDictionary(provider => provider.Value, provider => provider.Key, StringComparer.Ordinal);

        var resolved = new List<ContractEntry>();
        foreach (var (entry, index) in entries.Select((entry, index) => (entry, index))) resolved.Add(Resolve(entry, index, names, ids));
        foreach (var provider in resolved.Where(entry => entry.SetsThreshold).GroupBy(entry => entry.ProviderName))
            if (provider.Select(entry => entry.ThresholdW).Distinct().Count() > 1)
                throw new TariffException(new Sentence("Tariff_TwoThresholds", provider.Key!));
        return resolved;
    }

    private static ContractEntry Resolve(ContractEntry entry, int index, Dictionary<int, string> names, Dictionary<string, int> ids)
    {
        if (entry.ProviderId is not { } id)
            return ids.TryGetValue(entry.ProviderName!, out var known) ? entry with { ProviderId = known } : entry;
        if (!names.TryGetValue(id, out var name))
            throw new TariffException(names.Count == 0 ? new Sentence("Tariff_NoProviderYet", index, id) : new Sentence("Tariff_NoSuchProvider", index, id, string.Join(", ", names.Keys.Order())));
        if (entry.ProviderName is { } given && given != name)
            throw new TariffException(new Sentence("Tariff_OtherProvider", index, given, id, name));
        return entry with { ProviderName = name };
    }
}
