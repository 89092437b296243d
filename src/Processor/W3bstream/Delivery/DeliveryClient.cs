using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Processor.W3bstream.Delivery;

/// <summary>The network, over HTTP/1.1 or HTTP/2. Nothing of the token leaves it but to the host that the user set.</summary>
internal sealed class DeliveryClient : IDisposable
{
    private static readonly TimeSpan LongestConnect = TimeSpan.FromSeconds(10);

    private readonly HttpClient _client;
    private readonly PublishUrl _url;
    private readonly AnswerText _text;
    private readonly AnswerReader _answers;
    private readonly string _token;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    /// <param name="token">As the network gave it; empty for none.</param>
    /// <exception cref="SettingException">The URL, the proxy or the token cannot be used. No secret is said.</exception>
    public DeliveryClient(W3bstreamSettings settings, string token, W3bstreamOptions options, ExtraTrust trust, TimeProvider time)
    {
        if (!token.All(character => character is > ' ' and <= '~'))
            throw SettingException.Of(new Sentence("W3b_TokenForm"));
        _url = new PublishUrl(settings.PublishUrl, settings.Profile);
        _token = token;
        _timeout = options.Timeout;
        _time = time;
        _text = new AnswerText(token);
        _answers = new AnswerReader(settings.Profile, _text);
        _client = new HttpClient(CreateHandler(options, trust)) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
    }

    /// <exception cref="OperationCanceledException">It was given up; what came of it nobody knows.</exception>
    public Task<PublishAnswer> PostAsync(OutboxRow row, CancellationToken giveUp)
    {
        var content = new ByteArrayContent(row.Body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        return AskAsync(HttpMethod.Post, _url.For(row.EventId, row.WindowEnd), content, _answers.Read, PublishAnswer.NotReached, giveUp);
    }

    /// <returns>How the task gets on; null when the network does not say.</returns>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public async Task<string?> FindTaskStateAsync(string taskId, CancellationToken giveUp)
    {
        if (_url.ForTask(taskId) is not { } url) return null;
        var state = await AskAsync<string?>(
            HttpMethod.Get, url, null, (status, body, isWhole, _) => status == 200 && isWhole ? TaskAnswer.StateOf(body) : null, _ => null, giveUp);
        return state is null ? null : _text.Show(state);
    }

    public void Dispose() => _client.Dispose();

    private async Task<T> AskAsync<T>(
        HttpMethod method, Uri url, HttpContent? content, Func<int, ReadOnlyMemory<byte>, bool, TimeSpan?, T> read, Func<Sentence, T> notReached,
        CancellationToken giveUp)
    {
        using var late = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, giveUp);
        using var request = new HttpRequestMessage(method, url)
        {
            Content = content,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        if (_token.Length > 0) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var (body, isWhole) = await ReadBodyAsync(response, either.Token);
            var header = response.Headers.NonValidated.TryGetValues("Retry-After", out var values) ? values.ToString() : null;
            return read((int)response.StatusCode, body, isWhole, RetryAfter.Parse(header, _time.GetUtcNow()));
        }
        catch (OperationCanceledException) when (!giveUp.IsCancellationRequested)
        {
            return notReached(new Sentence("W3b_Late", SettingReader.FormatDuration(_timeout)));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return notReached(Sentence.Verbatim(AnswerText.Clean(_text.Show(ReasonOf(e)))));
        }
    }

    /// <returns>The first bytes, and whether they are all.</returns>
    private static async Task<(ReadOnlyMemory<byte> Body, bool IsWhole)> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        using var body = new MemoryStream();
        var block = new byte[4096];
        while (true)
        {
            var count = await stream.ReadAsync(block, cancel);
            if (count == 0) return (body.GetBuffer().AsMemory(0, (int)body.Length), true);
            var room = AnswerReader.MaxBytes - (int)body.Length;
            body.Write(block, 0, Math.Min(count, room));
            if (count > room) return (body.GetBuffer().AsMemory(0, (int)body.Length), false);
        }
    }

    private static string ReasonOf(Exception e)
    {
        var error = (e as HttpRequestException)?.HttpRequestError ?? (e as HttpIOException)?.HttpRequestError;
        var cause = e.GetBaseException().Message.TrimEnd('.');
        return error switch
        {
            HttpRequestError.NameResolutionError => $"its name is not found ({cause})",
            HttpRequestError.SecureConnectionError => $"no secure connection ({cause})",
            HttpRequestError.ProxyTunnelError => $"the proxy does not let it through ({cause})",
            HttpRequestError.ResponseEnded => "the connection ended in the middle of the answer",
            _ => cause,
        };
    }

    private static SocketsHttpHandler CreateHandler(W3bstreamOptions options, ExtraTrust trust)
    {
        var proxy = ProxyAddress.Parse(options.Proxy);
        return new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = proxy is not null, // else one of the environment would be used
            Proxy = proxy,
            ConnectTimeout = options.Timeout < LongestConnect ? options.Timeout : LongestConnect,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // then the host's name is looked up anew
            // A line that died silently would hold all requests of HTTP/2 up, one time-out after another.
            KeepAlivePingDelay = TimeSpan.FromSeconds(15),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = trust.Callback },
        };
    }
}
