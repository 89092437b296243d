using System.Globalization;
using System.Net;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>Answers of many rows: never held as a whole, never half without a sign of it, and no connection kept for nobody.</summary>
public sealed class LongAnswerTests(LongAnswerTests.ManySamples many) : IClassFixture<LongAnswerTests.ManySamples>
{
    private const int Samples = 800_000;

    // Only the role of the Web process sees what its sessions do.
    private const string Asking =
        "select pid from pg_stat_activity where datname = current_database() and state = 'active' and pid <> pg_backend_pid() and query like '%volts, battery, night_rate from measures%'";

    // True of a moment only: whoever reads a little more lets the database go on for a while.
    private const string Waiting = $"{Asking} and wait_event = 'ClientWrite'";

    private readonly ReadingSite _site = many.Site;

    private Uri Path => new($"/api/v1/sensors/{many.Sensor}/samples?format=csv", UriKind.Relative);

    private Task<List<int>> WaitingAsync() => _site.Database.Web.QueryAsync(Waiting, row => row.GetInt32(0));

    private Task DatabaseWaitsAsync(int readers) =>
        Eventually.BecomesTrueAsync("the database waits for its readers", async () => (await WaitingAsync()).Count == readers);

    private long ResidentKibibytes() => long.Parse(
        File.ReadAllLines($"/proc/{_site.Site.Process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_long_answer_is_streamed_and_memory_does_not_grow_with_it()
    {
        // Once before, so that what the code itself takes is not counted.
        var first = (await _site.Reader.GetByteArrayAsync(Path)).LongLength;
        var before = ResidentKibibytes();
        using var response = await _site.Reader.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead);
        response.Content.Headers.ContentDisposition!.FileName.ShouldBe($"sensor-{many.Sensor}-samples.csv");
        await using var body = await response.Content.ReadAsStreamAsync();
        // Nobody reads yet: the database waits in the middle of its rows, which nothing has gathered.
        await DatabaseWaitsAsync(1);
        var (bytes, lines, buffer) = (0L, 0, new byte[81_920]);
        for (int count; (count = await body.ReadAsync(buffer)) > 0; bytes += count) lines += buffer.AsSpan(0, count).Count((byte)'\n');
        lines.ShouldBe(Samples + 1);
        bytes.ShouldBe(first);
        ((ResidentKibibytes() - before) * 1024).ShouldBeLessThan(bytes / 2);
    }

    [Fact]
    public async Task A_client_that_goes_away_frees_its_connection()
    {
        var response = await _site.Reader.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead);
        await DatabaseWaitsAsync(1);
        response.Dispose();
        await DatabaseWaitsAsync(0);
        await Eventually.BecomesTrueAsync("nothing is asked any more", async () => await _site.Database.Web.ScalarAsync<long>(
            "select count(*) from pg_stat_activity where datname = current_database() and usename = 'powermeter_web' and state <> 'idle' and pid <> pg_backend_pid()") == 0);
    }

    [Fact]
    public async Task A_database_that_goes_away_in_the_middle_cuts_the_answer_off()
    {
        using var response = await _site.Reader.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        await DatabaseWaitsAsync(1);
        (await _site.Database.Web.QueryAsync($"select pg_terminate_backend(pid) from ({Asking}) as reader", row => row.GetBoolean(0))).ShouldBe([true]);
        await using var body = await response.Content.ReadAsStreamAsync();
        await Should.ThrowAsync<IOException>(async () => await body.CopyToAsync(Stream.Null));
    }

    [Fact]
    public async Task Those_that_do_not_read_leave_the_others_their_turns()
    {
        using var stop = new CancellationTokenSource();
        var lists = Enumerable.Range(0, 8).Select(_ => _site.Reader.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead, stop.Token)).ToList();
        await DatabaseWaitsAsync(4);
        await _site.GetAsync($"/sensors/{many.Sensor}/energy?bucket=day");
        await _site.GetAsync($"/sensors/{many.Sensor}/power");
        await _site.GetAsync($"/summary?sensor={many.Sensor}");
        lists.Count(list => list.IsCompleted).ShouldBe(4);
        await stop.CancelAsync();
        foreach (var list in lists.Where(list => list.IsCompletedSuccessfully)) (await list).Dispose();
        await DatabaseWaitsAsync(0);
    }

    /// <summary>A sensor with more samples than the sockets of both sides take in.</summary>
    public sealed class ManySamples : IAsyncLifetime
    {
        public ReadingSite Site { get; } = new();

        public int Sensor { get; private set; }

        public async ValueTask InitializeAsync()
        {
            await Site.InitializeAsync();
            Sensor = await Site.Database.AddSensorAsync("many", 1);
            await Site.Database.Owner.ExecuteAsync("select ensure_measure_partitions('2026-09-01Z', '2026-09-30Z')");
            await Site.Database.Owner.ExecuteAsync(
                $"insert into measures (sensor_id, time, watts, volts, battery, night_rate) select $1, to_timestamp(1789000000 + i), i + 0.125, 229.5, 87, false from generate_series(1, {Samples}) as i", Sensor);
        }

        public ValueTask DisposeAsync() => Site.DisposeAsync();
    }
}
