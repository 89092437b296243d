using System.Net;
using System.Net.Sockets;
using System.Text;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

public sealed class SlowReadersTests(WebSiteFixture fixture) : IClassFixture<WebSiteFixture>
{
    /// <summary>More than Web has connections to the database.</summary>
    private const int Readers = 25;

    /// <summary>Four times what the sockets of both sides take in: the rest waits in Web, with its connection.</summary>
    private const int Samples = 500_000;

    [Fact]
    public async Task Whoever_sends_a_login_slowly_takes_nobodys_turn()
    {
        var sensor = await fixture.Database.AddSensorAsync("asked for", 10);
        string[] paths = [$"/api/{sensor}/get/kwatthours/by_time/1789000000/1790000000", $"/api/{sensor}/get/watts/by_time/1789000000/1790000000"];
        var clients = new List<TcpClient>();
        try
        {
            foreach (var path in paths.SelectMany(path => Enumerable.Repeat(path, 8)))
            {
                var client = new TcpClient("127.0.0.1", fixture.Site.Port);
                clients.Add(client);
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                    $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n"));
                // Sent when the body is waited for.
                await client.GetStream().ReadExactlyAsync(new byte["HTTP/1.1 100 Continue\r\n\r\n".Length]).AsTask().WaitAsync(TimeSpan.FromSeconds(60));
            }

            using var reader = await fixture.Site.CreateTokenClientAsync("read");
            foreach (var path in paths) await reader.GetJsonAsync(path);
        }
        finally
        {
            foreach (var client in clients) client.Dispose();
        }
    }

    [Fact]
    public async Task Clients_that_do_not_read_what_they_asked_for_leave_pushes_and_pages_their_connections()
    {
        var database = fixture.Database;
        var (listed, pushed) = (await database.AddSensorAsync("listed", 1), await database.AddSensorAsync("pushed", 10));
        await database.Owner.ExecuteAsync("select ensure_measure_partitions('2026-09-01Z', '2026-09-30Z')");
        await database.Owner.ExecuteAsync(
            $"insert into measures (sensor_id, time, watts, night_rate) select $1, to_timestamp(1789000000 + i), i, false from generate_series(1, {Samples}) as i", listed);
        using var reader = await fixture.Site.CreateTokenClientAsync("read");
        using var writer = await fixture.Site.CreateTokenClientAsync("write");
        using var stop = new CancellationTokenSource();
        var lists = Enumerable.Range(0, Readers).Select(_ => reader.GetAsync(
            new Uri($"/api/{listed}/get/watts/by_time/1789000000/1790000000", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, stop.Token)).ToList();
        await Eventually.BecomesTrueAsync("those that may are being answered", () => Task.FromResult(lists.Count(list => list.IsCompletedSuccessfully) >= 4));
        for (var i = 0; i < 10; i++) await writer.PostAsync($"/api/v1/sensors/{pushed}/samples", """{"watts":1}""");
        (await reader.GetJsonAsync($"/api/v1/sensors/{pushed}/status")).Number("samples").ShouldBe(10);
        lists.Count(list => list.IsCompleted).ShouldBe(4);

        // One that goes makes room for one that waits.
        (await lists.First(list => list.IsCompleted)).Dispose();
        await Eventually.BecomesTrueAsync("the next is answered", () => Task.FromResult(lists.Count(list => list.IsCompletedSuccessfully) == 5));
        (await lists.Last(list => list.IsCompleted)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await stop.CancelAsync();
        foreach (var list in lists.Where(list => list.IsCompletedSuccessfully)) (await list).Dispose();
    }
}
