using System.Globalization;
using System.Net;
using System.Text;
using PowerMeter.Tests.Integration.Web;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Scale;

/// <summary>The machine of the primary dies while two Receivers record, two Processors roll up and two Webs show it.</summary>
public sealed class FailoverTests : IAsyncLifetime
{
    private const double PeriodSeconds = 0.05;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private TwoMachines _machines = null!;
    private int _here;
    private int _shed;
    private int _pushed;

    public async ValueTask InitializeAsync()
    {
        _machines = await TwoMachines.CreateAsync();
        var database = _machines.Database;
        _here = await database.AddSensorAsync("here", PeriodSeconds, "simulated", """{"seed": 1}""");
        _shed = await database.AddSensorAsync("shed", PeriodSeconds, "simulated", """{"seed": 2}""");
        _pushed = await database.AddSensorAsync("pushed");
        await database.Owner.ExecuteAsync("update sensors set receiver = 'shed' where id = $1", _shed);
    }

    public ValueTask DisposeAsync() => _machines.DisposeAsync();

    [Fact]
    public async Task The_primary_is_killed_and_the_standby_promoted_and_every_sample_is_there_once_and_the_dashboard_alive()
    {
        var receivers = new[] { _machines.Start("Receiver", "one"), _machines.Start("Receiver", "two", ("Receiver__Name", "shed")) };
        var processors = new[] { _machines.Start("Processor", "one"), _machines.Start("Processor", "two") };
        await _machines.Database.AddUserAsync(WebSite.UserName, WebSite.Password);
        var webs = await Task.WhenAll(WebSite.StartAnotherAsync(_machines.Database, _machines.Settings), WebSite.StartAnotherAsync(_machines.Database, _machines.Settings));
        await using var first = webs[0];
        await using var second = webs[1];
        // Signed in at one Web, known to both.
        var cookie = await first.SignInForCookieAsync();
        using var one = WithCookie(first, cookie);
        using var two = WithCookie(second, cookie);
        foreach (var client in new[] { one, two }) (await NamesAsync(client)).Count.ShouldBe(3);

        using var liveOne = await LiveClient.ConnectAsync(one);
        using var liveTwo = await LiveClient.ConnectAsync(two);
        using var sender = await first.CreateTokenClientAsync("write");
        using var otherSender = second.CreateClient();
        otherSender.DefaultRequestHeaders.Authorization = sender.DefaultRequestHeaders.Authorization;
        using var stop = new CancellationTokenSource();
        var pushing = PushAsync([sender, otherSender], stop.Token);

        await RecordsAsync(_machines.Primary, moreThan: 40);
        var before = await CountAsync(_machines.Primary);
        await _machines.Primary.KillAsync();
        await _machines.Standby.PromoteAsync();
        await RecordsAsync(_machines.Standby, moreThan: before.Max() + 60);

        var after = TimeProvider.System.GetUtcNow();
        foreach (var live in new[] { liveOne, liveTwo })
            foreach (var sensor in new[] { _here, _shed }) await live.ReadUntilAsync(happened => IsSampleSince(happened, sensor, after));
        foreach (var client in new[] { one, two })
        {
            (await NamesAsync(client)).ShouldBe(["here", "shed", "pushed"], ignoreOrder: true);
            using var page = await client.GetAsync(new Uri("/", UriKind.Relative));
            page.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        await stop.CancelAsync();
        var confirmed = await pushing;
        foreach (var (receiver, code) in receivers.Zip(await Task.WhenAll(receivers.Select(receiver => receiver.StopAsync())))) code.ShouldBe(0, receiver.Output);
        foreach (var processor in processors) processor.HasExited.ShouldBeFalse(processor.Output);
        var database = _machines.Standby.Open(_machines.Database.Name);
        await HasNoHoleAsync(database, _here);
        await HasNoHoleAsync(database, _shed);
        await HasPushedAsync(database, confirmed);
        await AreRolledUpAsync(database);
        TestContext.Current.TestOutputHelper?.WriteLine(_machines.Log());
    }

    private static HttpClient WithCookie(WebSite site, string cookie)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = site.Address };
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        return client;
    }

    private static async Task<List<string?>> NamesAsync(HttpClient client) =>
        [.. (await client.GetJsonAsync("/api/v1/sensors")).GetProperty("sensors").EnumerateArray().Select(sensor => sensor.GetProperty("name").GetString())];

    private static bool IsSampleSince(LiveEvent happened, int sensor, DateTimeOffset since) => happened.Kind == "sample"
        && happened.Data.GetProperty("sensor_id").GetInt32() == sensor && happened.Data.GetProperty("time").GetDateTimeOffset() > since;

    /// <summary>A sample every 50 ms, by one Web and the other in turn, each until it is confirmed.</summary>
    /// <returns>What was confirmed: watts by time, in whole milliseconds.</returns>
    private async Task<Dictionary<long, double>> PushAsync(HttpClient[] senders, CancellationToken stop)
    {
        var confirmed = new Dictionary<long, double>();
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            var (time, watts) = (TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), number / 4.0);
            var body = string.Create(CultureInfo.InvariantCulture, $"[{{\"time\":{time / 1000.0:0.000},\"watts\":{watts}}}]");
            while (!await TryPushAsync(senders[number % senders.Length], body)) await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, CancellationToken.None);
            confirmed[time] = watts;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
        }

        return confirmed;
    }

    private async Task<bool> TryPushAsync(HttpClient sender, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await sender.PostAsync(new Uri($"/api/v1/sensors/{_pushed}/samples", UriKind.Relative), content);
        // A database that is away is none of the sender's faults.
        if ((int)response.StatusCode >= 500) return false;
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return true;
    }

    private async Task<long[]> CountAsync(PostgresServer server)
    {
        await using var owner = server.Connect("powermeter_owner", _machines.Database.Name);
        return
        [
            await owner.ScalarAsync<long>("select count(*) from measures where sensor_id = $1", _here),
            await owner.ScalarAsync<long>("select count(*) from measures where sensor_id = $1", _shed),
            await owner.ScalarAsync<long>("select count(*) from measures where sensor_id = $1", _pushed),
        ];
    }

    private async Task RecordsAsync(PostgresServer server, long moreThan)
    {
        try
        {
            // What is pushed comes more slowly, and waits for its answers.
            await Eventually.BecomesTrueAsync("all three sensors record", async () => await CountAsync(server) is [var here, var shed, var pushed] && here > moreThan && shed > moreThan && pushed > moreThan / 8, Limit);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message} {string.Join(' ', await CountAsync(server))}\n{_machines.Log()}", e);
        }
    }

    /// <summary>Simulated samples fall on every multiple of the period; there are no two of one time, and none is missing.</summary>
    private static async Task HasNoHoleAsync(TestDatabase database, int sensor)
    {
        var (rows, times, expected) = (await database.Owner.QueryAsync(
            "select count(*), count(distinct time), round(extract(epoch from max(time) - min(time)) / $2)::bigint + 1 from measures where sensor_id = $1",
            row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)), sensor, PeriodSeconds)).Single();
        (rows, times).ShouldBe((expected, expected));
    }

    private async Task HasPushedAsync(TestDatabase database, Dictionary<long, double> confirmed)
    {
        confirmed.Count.ShouldBeGreaterThan(20);
        var stored = await database.Owner.QueryAsync(
            "select round(extract(epoch from time) * 1000)::bigint, watts from measures where sensor_id = $1", row => (Time: row.GetInt64(0), Watts: row.GetDouble(1)), _pushed);
        stored.OrderBy(sample => sample.Time).ShouldBe(confirmed.Select(sample => (sample.Key, sample.Value)).OrderBy(sample => sample.Key));
    }

    /// <summary>The energy between the first and the last sample of a sensor that is never silent covers all of that time.</summary>
    private async Task AreRolledUpAsync(TestDatabase database)
    {
        await Eventually.BecomesTrueAsync("all is rolled up", () => database.Owner.ScalarAsync<bool>("select not exists (select from pending_energy)"), Limit);
        foreach (var sensor in new[] { _here, _shed })
            foreach (var table in new[] { "energy_minutes", "energy_quarters", "energy_hours" })
                (await database.Owner.ScalarAsync<double>(
                    $"select (select sum(covered_s) from {table} where sensor_id = $1) - extract(epoch from max(time) - min(time))::double precision from measures where sensor_id = $1", sensor))
                    .ShouldBe(0, 0.001, $"{table} of sensor {sensor}");
    }
}
