using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;
using TaggedSample = PowerMeter.Tests.TestKit.ReferenceIntegral.TaggedSample;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>What the tests of the reading calls share: a site with a reader's and a writer's token, and sensors with samples.</summary>
public sealed class ReadingSite : IAsyncLifetime
{
    /// <summary>2026-09-21, on the hour.</summary>
    public const long Start = 1_790_000_000 / 3600 * 3600;

    private readonly WebSiteFixture _fixture = new();
    private HttpClient? _reader;
    private HttpClient? _writer;

    public TestDatabase Database => _fixture.Database;

    public WebSite Site => _fixture.Site;

    public HttpClient Reader => _reader!;

    public HttpClient Writer => _writer!;

    public async ValueTask InitializeAsync()
    {
        await _fixture.InitializeAsync();
        _reader = await Site.CreateTokenClientAsync("read");
        _writer = await Site.CreateTokenClientAsync("write");
    }

    public async ValueTask DisposeAsync()
    {
        _reader?.Dispose();
        _writer?.Dispose();
        await _fixture.DisposeAsync();
    }

    public Task DrainAsync() => _fixture.DrainAsync();

    public async Task<int> AddSensorAsync(IReadOnlyCollection<TaggedSample> samples, double periodSeconds = 8)
    {
        var sensor = await Database.AddSensorAsync($"read {Guid.NewGuid():N}", periodSeconds);
        await Database.InsertMeasuresAsync(sensor, samples);
        await DrainAsync();
        return sensor;
    }

    /// <summary>One kilowatt every ten seconds, by night in every other minute.</summary>
    public static List<TaggedSample> Kilowatt(long from, long until) =>
        [.. Enumerable.Range(0, (int)((until - from) / 10) + 1).Select(i => new TaggedSample(from + i * 10L, 1000, (from + i * 10L) / 60 % 2 == 0))];

    public Task<JsonElement> GetAsync(string path, HttpStatusCode status = HttpStatusCode.OK) => Reader.GetJsonAsync($"/api/v1{path}", status);

    public async Task<string> GetCsvAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1{path}");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/csv"));
        using var response = await Reader.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
        response.Headers.Vary.ShouldContain("Accept");
        return text;
    }
}
