using System.Net;
using System.Text.Json;
using Shouldly;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>One event as a client gets it.</summary>
/// <param name="Kind">Empty for a block that only carries an id or a retry time.</param>
internal sealed record LiveEvent(string Kind, JsonElement Data);

/// <summary>A client of GET /api/v1/live that reads as a browser does (WHATWG HTML, section 9.2.6).</summary>
internal sealed class LiveClient : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(60));

    private LiveClient(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _lines = new StreamReader(body);
    }

    /// <summary>The id that was sent last.</summary>
    public string? LastId { get; private set; }

    public HttpResponseMessage Response => _response;

    public static async Task<LiveClient> ConnectAsync(HttpClient client, string query = "", string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/live{query}");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, br");
        if (lastEventId is not null) request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (response.StatusCode != HttpStatusCode.OK) response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return new LiveClient(response, await response.Content.ReadAsStreamAsync());
    }

    /// <returns>The next event that has data; null at the end of the stream.</returns>
    public async Task<LiveEvent?> NextAsync()
    {
        var (kind, data) = ("", "");
        while (await _lines.ReadLineAsync(_limit.Token) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal)) LastId = line[4..];
            else if (line.StartsWith("event: ", StringComparison.Ordinal)) kind = line[7..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal)) data = line[6..];
            else if (line.Length == 0 && data.Length > 0)
            {
                using var json = JsonDocument.Parse(data);
                return new LiveEvent(kind, json.RootElement.Clone());
            }
        }

        return null;
    }

    /// <summary>Reads on until an event is as it should be.</summary>
    /// <returns>All that were read, it last.</returns>
    public async Task<List<LiveEvent>> ReadUntilAsync(Func<LiveEvent, bool> isLast)
    {
        var read = new List<LiveEvent>();
        while (true)
        {
            var next = await NextAsync() ?? throw new EndOfStreamException($"The stream ended after {read.Count} events.");
            read.Add(next);
            if (isLast(next)) return read;
        }
    }

    /// <summary>Reads on until the id changes.</summary>
    public async Task<string> NextIdAsync()
    {
        var before = LastId;
        while (LastId == before)
            if (await _lines.ReadLineAsync(_limit.Token) is { } line && line.StartsWith("id: ", StringComparison.Ordinal)) LastId = line[4..];
        return LastId!;
    }

    public static bool IsSample(LiveEvent happened, double watts) => happened.Kind == "sample" && happened.Data.GetProperty("watts").GetDouble() == watts;

    public void Dispose()
    {
        _response.Dispose();
        _limit.Dispose();
    }
}
