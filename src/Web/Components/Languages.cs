using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Localization;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Queries;
using PowerMeter.Web.Accounts;

namespace PowerMeter.Web.Components;

/// <summary>The languages of the pages: the browser's, unless a cookie says otherwise; the site's for a browser that speaks none of them.</summary>
internal static class Languages
{
    public static readonly IReadOnlyList<string> All = ["en", "fr"];

    public static void Configure(RequestLocalizationOptions options)
    {
        options.SetDefaultCulture(All[0]);
        // Formats follow the region (en-GB, fr-CA), texts the language.
        options.AddSupportedCultures([.. All, "en-GB", "en-US", "en-IE", "fr-FR", "fr-BE", "fr-CH", "fr-CA"]);
        options.AddSupportedUICultures([.. All]);
        options.RequestCultureProviders =
        [
            new CookieRequestCultureProvider { CookieName = CookieName },
            new AcceptLanguageHeaderRequestCultureProvider(),
            new CustomRequestCultureProvider(http => Task.FromResult(OfSite(http.RequestServices.GetRequiredService<SiteCache>()))),
        ];
    }

    /// <summary>Remembers the choice for a year and goes back to where it was made.</summary>
    public static Results<RedirectHttpResult, NotFound> Choose(string language, string? returnUrl, HttpContext context)
    {
        if (!All.Contains(language)) return TypedResults.NotFound();
        context.Response.Cookies.Append(
            CookieName, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(language)),
            new CookieOptions { MaxAge = TimeSpan.FromDays(365), HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps });
        return TypedResults.LocalRedirect(LocalUrl.OrHome(returnUrl));
    }

    // For a browser that speaks none of them, or says nothing: the language in which the base station was set up.
    private static ProviderCultureResult? OfSite(SiteCache sites)
    {
        try
        {
            return new ProviderCultureResult(sites.Current.Language);
        }
        catch (Exception e) when (DatabaseFault.Is(e))
        {
            return null;
        }
    }

    private const string CookieName = "powermeter-language";
}
