using System.Net;
using System.Net.Sockets;
using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Offers;

/// <summary>
/// Fetches a list of offers over HTTP or HTTPS: within 10 s, at most 1 MB, at most three redirects, without proxies,
/// cookies and credentials. Whom it may ask is checked for every address that is connected to, so that neither a redirect
/// nor a name that changes its address leads elsewhere.
/// </summary>
internal sealed class OfferFetch(OfferSources sources, TimeProvider time)
{
    public const int MostRedirects = 3;

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <returns>The body, whatever it is.</returns>
    /// <exception cref="OfferSourceException">The address may not be asked, or does not answer as it should.</exception>
    public async Task<ReadOnlyMemory<byte>> FetchAsync(string url, CancellationToken cancel)
    {
        var address = OfferSources.Parse(url);
        using var patience = new CancellationTokenSource(Patience, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel, patience.Token);
        using var client = CreateClient();
        try
        {
            for (var hop = 0; hop <= MostRedirects; hop++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, address);
                using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
                if (response.StatusCode == HttpStatusCode.OK) return await ReadAsync(address, response, limit.Token);
                address = NextOf(address, response);
            }

            throw Failed(address, new Sentence("Tariff_OffersRedirects", MostRedirects));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw Failed(address, new Sentence("Tariff_OffersLate", Patience.TotalSeconds));
        }
        catch (HttpRequestException e) when (e.InnerException is OfferSourceException inner)
        {
            throw inner;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new OfferSourceException(new Sentence("Tariff_OffersAway", OfferSources.Plain(address), e.Message), e);
        }
    }

    private HttpClient CreateClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        MaxResponseHeadersLength = 64,
        ConnectCallback = ConnectAsync,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan, // the clock that is injected counts
        DefaultRequestHeaders = { { "User-Agent", "PowerMeter" }, { "Accept", "application/json" } },
    };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var (uri, host) = (context.InitialRequestMessage.RequestUri!, context.DnsEndPoint.Host);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancel);
        var allowed = addresses.Where(address => sources.Allows(uri, address)).ToArray();
        if (allowed.Length == 0 && addresses.Length > 0) throw OfferSources.Refusal(uri, addresses[0]);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(Uri address, HttpResponseMessage response, CancellationToken cancel)
    {
        var tooBig = new Sentence("Tariff_OffersBig", OfferList.LargestList);
        if (response.Content.Headers.ContentLength > OfferList.LargestList) throw Failed(address, tooBig);
        var body = new byte[OfferList.LargestList + 1];
        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        var length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancel);
        return length <= OfferList.LargestList ? body.AsMemory(0, length) : throw Failed(address, tooBig);
    }

    private static Uri NextOf(Uri address, HttpResponseMessage response)
    {
        var isRedirect = response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
        if (!isRedirect || !Uri.TryCreate(address, response.Headers.Location, out var location))
            throw Failed(address, new Sentence("Tariff_OffersStatus", (int)response.StatusCode));
        var next = OfferSources.Parse(location.AbsoluteUri);
        return next.Scheme == Uri.UriSchemeHttp && address.Scheme == Uri.UriSchemeHttps
            ? throw Failed(address, new Sentence("Tariff_OffersUnsafe"))
            : next;
    }

    private static OfferSourceException Failed(Uri address, Sentence why) => new(new Sentence("Tariff_OffersUnusable", OfferSources.Plain(address), why));
}
