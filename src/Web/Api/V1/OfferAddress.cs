namespace PowerMeter.Web.Api.V1;

/// <summary>Where a list of offers is. The OpenAPI document is made of it.</summary>
internal sealed record OfferAddress
{
    /// <summary>An address that begins with https:// or http://, on the public internet or on a host that the setting Web:OffersFrom names.</summary>
    public required string Url { get; init; }
}
