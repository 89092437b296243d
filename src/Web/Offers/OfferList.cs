using System.Text.Json;
using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Offers;

/// <summary>
/// A list of offers in the JSON form of CitizenWatt's base station: an array of objects, each an <see cref="OfferEntry"/>;
/// or what GET /api/energy_providers answers, which has the array under <c>data</c>. Pure: no clock, no I/O. One wrong
/// entry makes the whole list wrong.
/// </summary>
internal static class OfferList
{
    /// <summary>Bytes.</summary>
    public const int LargestList = 1024 * 1024;

    public const int MostOffers = 1000;

    /// <exception cref="OfferFormatException">It is not JSON, not a list, empty, or an entry is wrong.</exception>
    public static IReadOnlyList<ListedOffer> Parse(ReadOnlyMemory<byte> json)
    {
        using var document = ParseJson(json);
        return Read(document.RootElement);
    }

    /// <summary>JSON with every text and name sound.</summary>
    /// <exception cref="OfferFormatException">It is not JSON.</exception>
    public static JsonDocument ParseJson(ReadOnlyMemory<byte> json)
    {
        if (json.Length > LargestList)
            throw new OfferFormatException(new Sentence("Tariff_OffersLarge", json.Length, LargestList));
        try
        {
            return JsonDocument.Parse(json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json);
        }
        catch (JsonException e)
        {
            throw new OfferFormatException(new Sentence("Tariff_OffersNotJson", (e.LineNumber ?? 0) + 1, (e.BytePositionInLine ?? 0) + 1), e);
        }
    }

    /// <exception cref="OfferFormatException">It is not a list, empty, or an entry is wrong.</exception>
    public static IReadOnlyList<ListedOffer> Read(JsonElement root)
    {
        try
        {
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("data", out var data)) root = data;
            if (root.ValueKind != JsonValueKind.Array) throw new OfferFormatException(new Sentence("Tariff_OffersNoList", OfferEntry.KindOf(root)));
            var count = root.GetArrayLength();
            if (count is 0 or > MostOffers)
                throw new OfferFormatException(new Sentence("Tariff_OffersCount", count, MostOffers));
            return ReadEntries(root);
        }
        catch (InvalidOperationException e)
        {
            throw new OfferFormatException(new Sentence("Tariff_OffersUnicode"), e);
        }
    }

    private static List<ListedOffer> ReadEntries(JsonElement array)
    {
        var offers = new List<ListedOffer>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in array.EnumerateArray())
        {
            var offer = new OfferEntry(offers.Count, entry).Read();
            if (!places.TryAdd(offer.Name, offers.Count))
                throw new OfferFormatException(new Sentence("Tariff_OfferTwice", offers.Count, OfferEntry.Excerpt(offer.Name), places[offer.Name]));
            offers.Add(offer);
        }

        return offers;
    }
}
