namespace PowerMeter.Web.Offers;

/// <summary>The list that comes with the program: usual French offers, each with its date (french-offers.json).</summary>
internal static class ShippedOffers
{
    private const string Resource = "offers/french-offers.json";

    public static IReadOnlyList<ListedOffer> Read()
    {
        using var stream = typeof(ShippedOffers).Assembly.GetManifestResourceStream(Resource)!;
        var json = new byte[stream.Length];
        stream.ReadExactly(json);
        return OfferList.Parse(json);
    }
}
