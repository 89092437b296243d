using PowerMeter.Web.Server;

namespace PowerMeter.Web.Offers;

internal static class OfferServices
{
    public static void AddOffers(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<OfferTable>();
        builder.Services.AddSingleton<ProviderQuery>();
        builder.Services.AddSingleton(services => OfferSources.Public(services.GetRequiredService<WebOptions>().OffersFrom));
        builder.Services.AddSingleton<OfferFetch>();
    }
}
