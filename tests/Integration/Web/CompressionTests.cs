using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;
using TaggedSample = PowerMeter.Tests.TestKit.ReferenceIntegral.TaggedSample;

namespace PowerMeter.Tests.Integration.Web;

public sealed class CompressionTests(WebSiteFixture fixture) : IClassFixture<WebSiteFixture>
{
    private const long Start = 1_790_000_000;

    private async Task<int> AddSensorAsync(int samples)
    {
        var sensor = await fixture.Database.AddSensorAsync($"s{Guid.NewGuid():N}");
        await fixture.Database.InsertMeasuresAsync(sensor, [.. Enumerable.Range(0, samples).Select(i => new TaggedSample(Start + i, i % 500, false))]);
        return sensor;
    }

    private static async Task<HttpResponseMessage> GetAsync(HttpClient client, string path, string? encoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (encoding is not null) request.Headers.AcceptEncoding.ParseAdd(encoding);
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static async Task<string> ReadAsync(HttpResponseMessage response)
    {
        await using var body = await response.Content.ReadAsStreamAsync();
        await using Stream plain = response.Content.Headers.ContentEncoding.SingleOrDefault() switch
        {
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            _ => body,
        };
        using var reader = new StreamReader(plain, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    [Theory]
    [InlineData("br, gzip", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("deflate", null)]
    [InlineData(null, null)]
    public async Task An_answer_comes_in_the_encoding_that_the_client_takes_and_says_that_it_depends(string? accepted, string? expected)
    {
        var sensor = await AddSensorAsync(2000);
        using var client = await fixture.Site.CreateTokenClientAsync("read");
        foreach (var path in (string[])[$"/api/{sensor}/get/watts/by_time/{Start}/{Start + 2000}", "/api/v1/sensors", "/openapi/v1.json"])
        {
            using var plain = await GetAsync(client, path, null);
            using var response = await GetAsync(client, path, accepted);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            response.Content.Headers.ContentEncoding.SingleOrDefault().ShouldBe(expected, path);
            response.Headers.Vary.ShouldHaveSingleItem(path).ShouldBe("Accept-Encoding");
            (await ReadAsync(response)).ShouldBe(await ReadAsync(plain), path);
        }
    }

    [Fact]
    public async Task Problems_too_are_compressed_and_pages_are_not()
    {
        using var client = fixture.Site.CreateClient();
        using var problem = await GetAsync(client, "/api/v1/sensors", "gzip");
        problem.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        problem.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
        (await ReadAsync(problem)).ShouldContain("The call brings no token");
        using var page = await GetAsync(client, "/login", "gzip");
        page.Content.Headers.ContentEncoding.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_long_answer_comes_as_it_is_read_and_no_faster_than_the_client_takes_it()
    {
        var sensor = await fixture.Database.AddSensorAsync("long", 1);
        await fixture.Database.Owner.ExecuteAsync("select ensure_measure_partitions('2026-09-01Z', '2026-09-30Z')");
        // Watts that cannot be compressed.
        await fixture.Database.Owner.ExecuteAsync(
            "insert into measures (sensor_id, time, watts, night_rate) select $1, to_timestamp(1789000000 + i), random() * 10000, false from generate_series(1, 500000) as i", sensor);
        using var handler = new SocketsHttpHandler { ConnectCallback = (_, cancel) => ConnectAsync(cancel) };
        using var client = new HttpClient(handler) { BaseAddress = fixture.Site.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await fixture.Database.AddTokenAsync("long", "read", WebSite.UserName));
        using (var response = await GetAsync(client, $"/api/{sensor}/get/watts/by_time/1789000000/1790000000", "gzip"))
        {
            await using var plain = new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
            await plain.ReadExactlyAsync(new byte[100_000]);
            // The rest waits in the database, not in Web's memory.
            (await RunningAsync()).ShouldBe(1);
        }

        // And who goes away in the middle leaves nothing behind.
        await Eventually.BecomesTrueAsync("the connection is free", async () => await RunningAsync() == 0);
    }

    // Of another role one sees neither state nor query.
    private Task<long> RunningAsync() => fixture.Database.Web.ScalarAsync<long>(
        "select count(*) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database() and state = 'active' and query like '%night_rate%'");

    /// <summary>A connection that takes little at a time.</summary>
    private async ValueTask<Stream> ConnectAsync(CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 16 * 1024 };
        await socket.ConnectAsync(IPAddress.Loopback, fixture.Site.Port, cancel);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
