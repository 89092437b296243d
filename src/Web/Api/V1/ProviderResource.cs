using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using PowerMeter.Web.Accounts;
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
            .Produces<ProvidersAnswer>();
        routes.Put(Path, TokenScope.Admin, PutAsync)
            .WithSummary("A newer list of offers")
            .WithDescription(
                "The body is the list itself, in CitizenWatt's JSON form (docs/offers.md) of at most 1 MB and 1,000 offers, or {\"url\":\"https://…\"}: then it is fetched, "
                + "within 10 s, from the public internet or a host that the setting Web:OffersFrom names. The list becomes the catalogue as a whole or, if an entry is wrong, not at all. "
                + "No contract changes, and no provider that one is of is removed or renamed.")
            .Produces<OfferUpdateAnswer>()
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status502BadGateway)
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
            return isUrl ? url.GetString() : throw new OfferFormatException($"The body is not as it should be; allowed: {AllowedBody}.");
        }
        catch (InvalidOperationException e)
        {
            throw new OfferFormatException($"The body has a text that is no Unicode; allowed: {AllowedBody}.", e);
        }
    }

    private static ProviderAnswer Of(ProviderView provider) => new(
        provider.Id, provider.Name, provider.ThresholdWatts, provider.IsInUse, provider.IsCurrent, provider.Offer is { } offer ? Of(offer) : null);

    private static OfferAnswer Of(Offer offer) => new(
        offer.DayPricePerKwh, offer.NightPricePerKwh, offer.StandingChargePerMonth, offer.OffPeak, offer.PricesIncludeVat, offer.VatPercent,
        offer.OfferedOn, offer.Source);
}
