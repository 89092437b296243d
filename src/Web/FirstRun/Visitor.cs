using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace PowerMeter.Web.FirstRun;

/// <summary>The browser that does the first run, known by a random key in a cookie.</summary>
/// <param name="Key">SHA-256 of the cookie's value.</param>
/// <param name="Address">From where it asks, for those who are slower.</param>
public sealed record Visitor(byte[] Key, string Address)
{
    private const string CookieName = "powermeter-first-run";
    private const int RandomBytes = 32;
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>Of the request for the page; gives the browser its key when it has none.</summary>
    public static Visitor Of(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        var value = http.Request.Cookies[CookieName];
        if (value is not { Length: > RandomBytes })
        {
            value = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
            http.Response.Cookies.Append(CookieName, value, new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = http.Request.IsHttps,
                Path = FirstRunGate.Path,
                MaxAge = Lifetime,
            });
        }

        return new Visitor(SHA256.HashData(Encoding.UTF8.GetBytes(value)), http.Connection.RemoteIpAddress is { } address ? TextOf(address) : "");
    }

    private static string TextOf(System.Net.IPAddress address) => (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
}
