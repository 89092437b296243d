namespace PowerMeter.Web.Accounts;

/// <summary>
/// Tells a call that another site made a browser send, with our cookie. Browsers say so themselves in headers that no
/// page can change (Fetch Metadata Request Headers; RFC 6454, section 7); whoever sends neither is no browser.
/// </summary>
public static class CrossSite
{
    public static bool IsFromElsewhere(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0) return site is not ("same-origin" or "none");
        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0 && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority == HostOf(request, uri));
    }

    // An authority leaves out its scheme's default port, and the scheme may have been changed by a proxy on the way.
    private static string HostOf(HttpRequest request, Uri origin) =>
        Uri.TryCreate($"{origin.Scheme}://{request.Host}", UriKind.Absolute, out var own) ? own.Authority : "";
}
