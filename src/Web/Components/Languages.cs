using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Queries;
using PowerMeter.Web.Accounts;

namespace PowerMeter.Web.Components;

/// <summary>
/// The languages of the pages: the browser's, unless a cookie says otherwise; the site's for a browser that speaks none of them.
/// Formats are those of the browser's region within the language.
/// </summary>
internal static class Languages
{
    public static readonly IReadOnlyList<string> All = ["en", "fr"];

    private static readonly IReadOnlyList<string> Regions = ["en-GB", "en-US", "en-IE", "fr-FR", "fr-BE", "fr-CH", "fr-CA"];

    public static void Configure(RequestLocalizationOptions options)
    {
        options.SetDefaultCulture(All[0]);
        // Formats follow the region (en-GB, fr-CA), texts the language.
        options.AddSupportedCultures([.. All, .. Regions]);
        options.AddSupportedUICultures([.. All]);
        options.RequestCultureProviders =
        [
            new CustomRequestCultureProvider(http => Task.FromResult(OfChoice(http))),
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
            new CookieOptions { MaxAge = TimeSpan.FromDays(365), HttpOnly = true, SameSite = Microsoft.AspNetCore.Http.SameSiteMode.Lax, Secure = context.Request.IsHttps });
        return TypedResults.LocalRedirect(LocalUrl.OrHome(returnUrl));
    }

    // What was chosen is a language; its region is the one that the browser asks for: a reader of en-GB who comes back from
    // French has the dates and figures of before.
    private static ProviderCultureResult? OfChoice(HttpContext http)
    {
        if (http.Request.Cookies[CookieName] is not { } cookie
            || CookieRequestCultureProvider.ParseCookieValue(cookie)?.UICultures is not [var said, ..]
            || All.FirstOrDefault(one => said.Equals(one, StringComparison.OrdinalIgnoreCase)) is not { } language) return null;
        return new ProviderCultureResult(RegionOf(language, http.Request.Headers.AcceptLanguage), language);
    }

    /// <returns>The culture of that language that the browser likes best and that has a region; the language alone when it names none.</returns>
    internal static string RegionOf(string language, StringValues accepted) =>
        StringWithQualityHeaderValue.TryParseList(accepted, out var wanted)
            ? wanted.Where(value => value.Quality is not 0).OrderByDescending(value => value.Quality ?? 1).Select(value => value.Value.Value)
                .Select(name => Regions.FirstOrDefault(region => region.Equals(name, StringComparison.OrdinalIgnoreCase)))
                .FirstOrDefault(region => region?.StartsWith($"{language}-", StringComparison.Ordinal) == true) ?? language
            : language;

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
