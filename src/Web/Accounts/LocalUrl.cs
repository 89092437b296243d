namespace PowerMeter.Web.Accounts;

/// <summary>A place within this site. Where a link says to go back to, it must not lead elsewhere.</summary>
public static class LocalUrl
{
    public const string Home = "/conso";

    /// <returns>The address when it is a path of this site, else the dashboard.</returns>
    public static string OrHome(string? address) => IsLocal(address) ? address! : Home;

    // "//host" and "/\host" are other sites to a browser, which also drops tabs and line ends before it looks.
    // Beyond ASCII nothing may stand in a Location header: an address that a browser made is escaped.
    private static bool IsLocal(string? address) =>
        address is ['/', ..] && address is not ['/', '/' or '\\', ..] && address.All(letter => letter is > ' ' and <= '~');
}
