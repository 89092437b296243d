using System.Text.Json;
using Microsoft.Playwright;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Sensors;
using PowerMeter.Tests.TestKit;
using Xunit;

namespace PowerMeter.Tests.Browser;

/// <summary>
/// A base station whose Receiver is the test: it lives, looks at the machine and reads sensors when it is asked, and takes
/// what is asked of a sensor. Only simulated sensors can be read.
/// </summary>
public sealed class SensorStation : IAsyncLifetime
{
    public const double SimulatedWatts = 431.5;
    public const string Reader = "guest";

    private readonly CancellationTokenSource _stopped = new();
    private Task _receiver = Task.CompletedTask;

    public WebFixture Site { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Site.InitializeAsync();
        await Site.Database.AddUserAsync(Reader, WebFixture.Password, User.Reader);
        await Site.Database.Owner.ExecuteAsync("""
            insert into process_heartbeats (process, host, pid, version, started_at, beat_at)
            values ('receiver', 'test', 1, 'test', now(), now() + interval '1 hour')
            """);
        await Site.Database.Owner.ExecuteAsync("select ensure_measure_partitions(now(), now())");
        _receiver = AnswerAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        await _receiver;
        await Site.DisposeAsync();
        _stopped.Dispose();
    }

    /// <summary>As a Receiver tells how a sensor is.</summary>
    public async Task SayAsync(int sensor, string state, string? error, double? watts = null, double? battery = null, long rejected = 0)
    {
        await Site.Database.Owner.ExecuteAsync("""
            insert into sensor_status (sensor_id, state, since, updated_at, error, last_watts, last_seen, battery, samples, rejected)
            values ($1, $2, now(), now(), nullif($3, ''), $4, case when $4::double precision is null then null else now() end, $5, 12345, $6)
            on conflict (sensor_id) do update set state = excluded.state, since = now(), error = excluded.error
            """, sensor, state, error ?? "", watts, battery, rejected);
        await Site.Database.Owner.ExecuteAsync("select pg_notify('status', $1::text)", sensor);
    }

    public Task AddSampleAsync(int sensor, double watts) => Site.Database.Web.ExecuteAsync(
        "insert into measures (sensor_id, time, watts, night_rate) values ($1, now(), $2, false)", sensor, watts);

    /// <summary>Takes the command that waits for a sensor.</summary>
    public Task TakeAsync(int sensor, string command) => Eventually.BecomesTrueAsync($"{command} is asked for", async () =>
        await Site.Database.Receiver.ExecuteAsync(
            "update sensor_commands set done_at = now() where sensor_id = $1 and command = $2 and done_at is null and expires_at > now()", sensor, command) == 1);

    /// <summary>To be looked at.</summary>
    public static Task ShowAsync(IPage page, string name) => page.ScreenshotAsync(new PageScreenshotOptions { Path = Repository.File($"artifacts/screenshots/{name}.png"), FullPage = true });

    private async Task AnswerAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopped.Token))
            {
                var asked = await Site.Database.Receiver.QueryAsync(
                    "select id, driver from sensor_requests where done_at is null and expires_at > now()", row => (Id: row.GetInt64(0), Kind: row.IsDBNull(1) ? null : row.GetString(1)));
                foreach (var (id, kind) in asked)
                    await Site.Database.Receiver.ExecuteAsync(
                        "update sensor_requests set taken_at = now(), done_at = now(), result = $2::jsonb where id = $1", id, kind is null ? Found() : Taken(kind));
            }
        }
        catch (OperationCanceledException)
        {
            // The test has ended.
        }
    }

    private static string Found() => JsonSerializer.Serialize<IReadOnlyList<FoundDevice>>(
    [
        new("acs712", "/dev/ttyACM0", "Arduino Uno, probably with the sketch of the ACS712", new Dictionary<string, string>(), null),
        new("ina219", "/dev/i2c-1", "An INA219 may be at 0x40", new Dictionary<string, string> { ["address"] = "0x40" }, "/dev/i2c-1 may not be opened: put the user powermeter into the group i2c."),
        new(null, "/dev/ttyUSB0", "A serial converter CH340 that says nothing", new Dictionary<string, string>(), null),
    ], SensorAnswerForm.Json);

    private static string Taken(string kind) => JsonSerializer.Serialize(
        kind == "simulated" ? new TakenReading(SimulatedWatts, 230.1, null) : new TakenReading(null, null, "There is no such device on this machine. Is it plugged in?"), SensorAnswerForm.Json);
}
