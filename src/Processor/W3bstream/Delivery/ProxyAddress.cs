using System.Net;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;

namespace PowerMeter.Processor.W3bstream.Delivery;

/// <summary>The proxy that the administrator set: <c>http://host:port</c>, with a user and password before the host if it wants them.</summary>
internal static class ProxyAddress
{
    /// <returns>Null when none is set.</returns>
    /// <exception cref="SettingException">It is no such address. A password in it is not said.</exception>
    public static WebProxy? Parse(string setting)
    {
        if (setting.Length == 0) return null;
        if (!Uri.TryCreate(setting, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp || uri.Host.Length == 0
            || uri.PathAndQuery != "/" || uri.Fragment.Length > 0)
            throw SettingException.Of(new Sentence("Value_NotAllowed", "W3bstream:Proxy", Showable(setting), new Sentence("W3b_ProxyForm")));
        // Without the user: the address stands in messages of the client.
        var proxy = new WebProxy(new UriBuilder(Uri.UriSchemeHttp, uri.Host, uri.Port).Uri);
        if (uri.UserInfo.Length > 0)
        {
            var parts = uri.UserInfo.Split(':', 2);
            proxy.Credentials = new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
        }

        return proxy;
    }

    private static string Showable(string setting)
    {
        var at = setting.LastIndexOf('@');
        return at < 0 ? setting : $"…{setting[at..]}";
    }
}
