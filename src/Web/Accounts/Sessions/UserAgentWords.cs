namespace PowerMeter.Web.Accounts.Sessions;

/// <summary>
/// Browser and system that a user agent names (RFC 9110, section 10.1.5), as people call them. Browsers claim to be each
/// other: the more particular name counts. Pure.
/// </summary>
public static class UserAgentWords
{
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Vivaldi/", "Vivaldi"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"), ("Chromium/", "Chromium"), ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl"), ("Wget/", "Wget"),
        ("python-requests/", "Python"), ("Home Assistant", "Home Assistant"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"), ("Macintosh", "Mac"), ("Mac OS X", "Mac"), ("Linux", "Linux"),
    ];

    /// <returns>Null for what it does not name.</returns>
    public static (string? Browser, string? System) Of(string userAgent)
    {
        ArgumentNullException.ThrowIfNull(userAgent);
        return (Find(Browsers, userAgent), Find(Systems, userAgent));
    }

    /// <summary>Whether it is carried about.</summary>
    public static bool IsHandheld(string userAgent) => Of(userAgent).System is "iPhone" or "iPad" or "Android";

    private static string? Find((string Mark, string Name)[] names, string userAgent) =>
        names.FirstOrDefault(entry => userAgent.Contains(entry.Mark, StringComparison.OrdinalIgnoreCase)).Name;
}
