using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using PowerMeter.Shared.Language;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Api.OpenApi;
using PowerMeter.Web.Offers;

namespace PowerMeter.Web.Api.V1;

/// <summary>GET and PUT /providers: who sells energy, and a newer list of what they offer.</summary>
internal static class ProviderResource
{
    private const string Path = "/providers";
    private const string AllowedBody = "a list of offers (docs/offers.md), or {\"url\":\"https://…\"} with the address of one";

    public static void Map(V1Routes routes)
    {
        routes.Get(Path, ListAsync)
            .WithSummary("The providers and their offers")
            .WithDescription("Whom a contract can be of, whom one is of, and what each asks of a new customer.")
            .Produces<ProvidersAnswer>().WithExample("""
                {"providers":[{"id":1,"name":"Example Power 6 kVA","threshold_w":6000,"in_use":true,"current":true,
                 "offer":{"day_price_per_kwh":0.2142,"night_price_per_kwh":0.1589,"standing_charge_per_month":15.86,"off_peak":"22:30-06:30",
                 "prices_include_vat":true,"vat_percent":20,"offered_on":"2026-08-01","source":"https://example.org/prices.pdf"}}]}
                """);
        routes.Put(Path, TokenScope.Admin, PutAsync)
            .WithSummary("A newer list of offers")
            .WithDescription(
                "The body is the list itself, in CitizenWatt's JSON form (docs/offers.md) of at most 1 MB and 1,000 offers, or {\"url\":\"https://…\"}: then it is fetched, "
                + "within 10 s, from the public internet or a host that the setting Web:OffersFrom names. The list becomes the catalogue as a whole or, if an entry is wrong, not at all. "
                + "No contract changes, and no provider that one is of is removed or renamed.")
            .WithBody<OfferBody[]>("The list itself", """
                [{"name":"Example Power 6 kVA","threshold":6000,"day_slope_watt_euros":0.2142,"night_slope_watt_euros":0.1589,"day_constant_watt_euros":15.86,
                 "off_peak":"22:30-06:30","prices_include_vat":true,"vat_percent":20,"offered_on":"2026-08-01","source":"https://example.org/prices.pdf"}]
                """)
            .WithBody<OfferAddress>("Where it is", """{"url":"https://energy.example/offers.json"}""")
            .Produces<OfferUpdateAnswer>().WithExample("""{"offers":1,"added":["Example Power 6 kVA"],"changed":[],"removed":["Example Power 2025"],"kept":[]}""")
            .WithProblem(StatusCodes.Status400BadRequest, "Offer 0: day_slope_watt_euros is missing; allowed: a number from -100 to 100 euros a kWh.")
            .WithProblem(StatusCodes.Status413PayloadTooLarge, $"Request body too large. The max request body size is {OfferList.LargestList} bytes.")
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .WithProblem(StatusCodes.Status502BadGateway, "https://energy.example/offers.json answered 404, and no list.")
            .WithMetadata(new RequestSizeLimitAttribute(OfferList.LargestList));
    }

    private static async Task<IResult> ListAsync(ProviderQuery providers, CancellationToken cancel) => TypedResults.Json(
        new ProvidersAnswer([.. (await providers.ListAsync(cancel)).Select(Of)]), ProviderJson.Plain.ProvidersAnswer);

    private static async Task<IResult> PutAsync(HttpContext http, OfferFetch fetch, OfferTable table, CancellationToken cancel)
    {
        if (!http.Request.HasJsonContentType())
            return Problem.Of(StatusCodes.Status415UnsupportedMediaType, $"Content-Type is '{http.Request.ContentType}'; allowed: application/json.");
        try
        {
            var changes = await table.ApplyAsync(await ReadListAsync(http.Request, fetch, cancel), cancel);
            return TypedResults.Json(
                new OfferUpdateAnswer(changes.Offers, changes.Added, changes.Changed, changes.Removed, changes.Kept), ProviderJson.Plain.OfferUpdateAnswer);
        }
        catch (OfferFormatException e)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, e.Message);
        }
        catch (OfferSourceException e)
        {
            return Problem.Of(e.IsRefused ? StatusCodes.Status400BadRequest : StatusCodes.Status502BadGateway, e.Message);
        }
    }

    private static async Task<IReadOnlyList<ListedOffer>> ReadListAsync(HttpRequest request, OfferFetch fetch, CancellationToken cancel)
    {
        var body = new MemoryStream();
        // Kestrel counts, and ends it with 413.
        await request.Body.CopyToAsync(body, cancel);
        using var json = OfferList.ParseJson(body.GetBuffer().AsMemory(0, (int)body.Length));
        return UrlOf(json.RootElement) is { } url ? OfferList.Parse(await fetch.FetchAsync(url, cancel)) : OfferList.Read(json.RootElement);
    }

    /// <returns>Null when the body is anything else than an object with an address.</returns>
    /// <exception cref="OfferFormatException">It is an object with an address and more, or with one that is no text.</exception>
    private static string? UrlOf(JsonElement root)
    {
        try
        {
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("url", out var url)) return null;
            var isUrl = url.ValueKind == JsonValueKind.String && root.EnumerateObject().Count() == 1;
            return isUrl ? url.GetString() : throw new OfferFormatException(new Sentence("Tariff_OfferBody", AllowedBody));
        }
        catch (InvalidOperationException e)
        {
            throw new OfferFormatException(new Sentence("Tariff_OfferBodyUnicode", AllowedBody), e);
        }
    }

    private static ProviderAnswer Of(ProviderView provider) => new(
        provider.Id, provider.Name, provider.ThresholdWatts, provider.IsInUse, provider.IsCurrent, provider.Offer is { } offer ? Of(offer) : null);

    private static OfferAnswer Of(Offer offer) => new(
        offer.DayPricePerKwh, offer.NightPricePerKwh, offer.StandingChargePerMonth, offer.OffPeak, offer.PricesIncludeVat, offer.VatPercent,
        offer.OfferedOn, offer.Source);
}
