using System.Globalization;
using Npgsql;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;
using PowerMeter.Web.Offers;

namespace PowerMeter.Web.Setup;

/// <summary>Loads, updates and lists the catalogue of offers, with the owner's login.</summary>
internal static class OfferCommand
{
    private const string StandardInput = "-";

    private const string List = """
        select p.name, p.day_price_per_kwh, p.night_price_per_kwh, p.standing_charge_per_month, p.off_peak, p.offered_on,
               exists (select from contracts c where c.provider_id = p.id)
        from providers p order by p.id
        """;

    /// <summary>A new site has the list that comes with the program; one that has offers keeps its own.</summary>
    public static async Task LoadShippedAsync(NpgsqlDataSource database)
    {
        if (await new OfferTable(database, null).ApplyFirstAsync(ShippedOffers.Read(), CancellationToken.None) is { } changes)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Loaded {changes.Offers} offers of energy providers"));
    }

    /// <summary>Prints what changed.</summary>
    /// <param name="from">An address, a file or "-" for standard input; null: the list that comes with the program.</param>
    /// <exception cref="SettingException">The list cannot be had or is wrong; nothing changed.</exception>
    public static async Task UpdateAsync(NpgsqlDataSource database, string? from)
    {
        try
        {
            var list = from is null ? ShippedOffers.Read() : OfferList.Parse(await ReadAsync(from));
            var changes = await new OfferTable(database, null).ApplyAsync(list, CancellationToken.None);
            Print("added", changes.Added);
            Print("changed", changes.Changed);
            Print("removed", changes.Removed);
            Print("kept without an offer, since a contract is theirs", changes.Kept);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{changes.Added.Count} added, {changes.Changed.Count} changed, {changes.Removed.Count} removed, {changes.Kept.Count} kept; offers in the list: {changes.Offers}. Contracts are as they were."));
        }
        catch (Exception e) when (e is OfferFormatException or OfferSourceException)
        {
            throw new SettingException($"Nothing was changed. {e.Message}", e);
        }
    }

    /// <summary>Prints a line a provider, with tabs: name, day, night and monthly price, off-peak hours, date, and whether a contract is of it.</summary>
    public static async Task ListAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand(List);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            Console.WriteLine(string.Join(
                '\t', reader.GetString(0), PriceOf(reader, 1), PriceOf(reader, 2), PriceOf(reader, 3),
                reader.IsDBNull(4) || reader.GetString(4).Length == 0 ? "-" : reader.GetString(4),
                reader.IsDBNull(5) ? "-" : reader.GetFieldValue<DateOnly>(5).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                reader.GetBoolean(6) ? "in use" : "-"));
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(string from)
    {
        if (from.Contains("://", StringComparison.Ordinal)) return await new OfferFetch(OfferSources.Anywhere, TimeProvider.System).FetchAsync(from, CancellationToken.None);
        if (from != StandardInput && !File.Exists(from)) throw new OfferSourceException(new Sentence("Tariff_NoOfferFile", from));
        await using var stream = from == StandardInput ? Console.OpenStandardInput() : File.OpenRead(from);
        var list = new byte[OfferList.LargestList + 1];
        return list.AsMemory(0, await stream.ReadAtLeastAsync(list, list.Length, throwOnEndOfStream: false));
    }

    private static void Print(string what, IReadOnlyList<string> names)
    {
        foreach (var name in names) Console.WriteLine($"{what}: {name}");
    }

    private static string PriceOf(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? "-" : RetailPrices.Plain(reader.GetDecimal(column)).ToString(CultureInfo.InvariantCulture);
}
