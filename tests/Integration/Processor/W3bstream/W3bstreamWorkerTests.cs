using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PowerMeter.Processor.W3bstream;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.W3bstream;
using PowerMeter.Tests.Integration.Processor.W3bstream.Delivery;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Processor.W3bstream;

public sealed class W3bstreamWorkerTests : IAsyncLifetime
{
    private readonly List<W3bstreamWorker> _workers = [];
    private readonly LogLines _log = new();
    private ReadingHouse _house = null!;

    public async ValueTask InitializeAsync() => _house = await ReadingHouse.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.StopAsync(CancellationToken.None);
            worker.Dispose();
        }

        await _house.DisposeAsync();
    }

    private async Task<W3bstreamWorker> StartAsync(IIdentityRecord? identity, params FakePart[] parts)
    {
        var services = new ServiceCollection();
        foreach (var part in parts) services.AddSingleton<IW3bstreamPart>(part);
        services.AddSingleton(identity ?? new FakeIdentity(_ => { }));
        var database = _house.Database.Processor;
        var worker = new W3bstreamWorker(
            database, new W3bstreamSettingsReader(database), _house.Fault, new NotificationListener(database, _house.Time, NullLogger<NotificationListener>.Instance),
            services.BuildServiceProvider(), _house.Time, _log);
        _workers.Add(worker);
        await worker.StartAsync(CancellationToken.None);
        return worker;
    }

    private Task BecomesAsync(string what, Func<bool> condition) => Eventually.BecomesTrueAsync(what, () =>
    {
        _house.Time.Advance(TimeSpan.FromSeconds(0.5));
        return Task.FromResult(condition());
    });

    private Task SetAsync(string sql) => _house.Database.Owner.ExecuteAsync(sql);

    [Fact]
    public async Task Runs_while_forwarding_is_on()
    {
        await _house.Fault.SayAsync(Sentence.Verbatim("of an earlier run"), CancellationToken.None);
        var part = new FakePart();
        await StartAsync(null, part);
        await Eventually.BecomesTrueAsync("no fault while it is off", async () => await _house.FaultAsync() is null);
        part.Begun.ShouldBe(0);
        await _house.ForwardAsync(set: "window_s = 11");
        await BecomesAsync("it runs", () => part.Running == 1);
        part.Settings!.WindowSeconds.ShouldBe(11);
        await _house.Fault.SayAsync(Sentence.Verbatim("the network is away"), CancellationToken.None);
        await SetAsync("update w3bstream_settings set token = ''");
        await BecomesAsync("it has stopped", () => part.Running == 0);
        await Eventually.BecomesTrueAsync("no fault", async () => await _house.FaultAsync() is null);
        await Eventually.BecomesTrueAsync("no lock", async () => await LocksAsync() == 0);
    }

    private Task<long> LocksAsync() => _house.Database.Owner.ScalarAsync<long>(
        "select count(*) from pg_locks where locktype = 'advisory' and classid = $1::int::oid and database = (select oid from pg_database where datname = current_database())",
        W3bstreamLock.Class);

    [Fact]
    public async Task A_database_that_cannot_be_written_is_no_duty_begun_every_second()
    {
        var part = new FakePart();
        await StartAsync(null, part);
        await SetAsync("revoke update on w3bstream_status from powermeter_processor");
        await _house.ForwardAsync();
        await BecomesAsync("it is said", () => _log.Lines.Any(line => line.Contains("waits for the next try", StringComparison.Ordinal)));
        _log.Lines.ShouldNotContain(line => line.Contains("makes and sends", StringComparison.Ordinal));
        await SetAsync("grant update on w3bstream_status to powermeter_processor");
        await BecomesAsync("it runs", () => part.Running == 1);
        _log.Lines.Count(line => line.Contains("makes and sends", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Begins_anew_when_settings_or_sensors_change_and_not_for_anything_else()
    {
        await _house.ForwardAsync();
        var part = new FakePart();
        await StartAsync(null, part);
        await BecomesAsync("it runs", () => part.Running == 1);
        await SetAsync("update settings set value = 'x' where key = 'site_name'");
        await SetAsync("update w3bstream_settings set window_s = 9");
        await BecomesAsync("it runs by the new settings", () => part is { Begun: 2, Running: 1, Settings.WindowSeconds: 9 });
        await _house.AddSensorAsync();
        await BecomesAsync("it runs anew", () => part is { Begun: 3, Running: 1 });
    }

    [Fact]
    public async Task One_Processor_has_the_duty_and_another_takes_it_when_it_ends()
    {
        await _house.ForwardAsync();
        var (one, two) = (new FakePart(), new FakePart());
        var first = await StartAsync(null, one);
        await BecomesAsync("the first runs", () => one.Running == 1);
        await StartAsync(null, two);
        await SetAsync("update w3bstream_settings set window_s = 9");
        await BecomesAsync("the first began anew", () => one is { Begun: 2, Running: 1 });
        two.Begun.ShouldBe(0);
        await first.StopAsync(CancellationToken.None);
        one.Running.ShouldBe(0);
        await BecomesAsync("the second runs", () => two.Running == 1);
    }

    [Fact]
    public async Task Stops_when_the_session_of_the_lock_ends_and_takes_it_again()
    {
        await _house.ForwardAsync();
        var part = new FakePart();
        await StartAsync(null, part);
        await BecomesAsync("it runs", () => part.Running == 1);
        (await _house.KillSessionsAsync(W3bstreamLock.Duty)).ShouldBe(1);
        await BecomesAsync("it runs again", () => part is { Begun: 2, Running: 1 });
    }

    [Fact]
    public async Task A_part_that_fails_begins_again_after_a_pause_and_the_others_go_on()
    {
        await _house.ForwardAsync();
        var failing = new FakePart((time, _) => time < 4 ? throw new IOException("the disk") : Task.CompletedTask);
        var other = new FakePart();
        await StartAsync(null, failing, other);
        await BecomesAsync("it runs at last", () => failing is { Begun: 4, Running: 1 });
        (other.Begun, other.Running).ShouldBe((1, 1));
    }

    [Fact]
    public async Task An_error_in_the_program_ends_the_process()
    {
        await _house.ForwardAsync();
        var other = new FakePart();
        var worker = await StartAsync(null, other, new FakePart((_, _) => throw new InvalidOperationException("a mistake")));
        (await Should.ThrowAsync<InvalidOperationException>(() => worker.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System))).Message.ShouldBe("a mistake");
        other.Running.ShouldBe(0);
    }

    [Fact]
    public async Task The_identity_is_written_and_a_key_that_cannot_be_used_is_said_and_tried_again()
    {
        await _house.ForwardAsync();
        var part = new FakePart();
        var identity = new FakeIdentity(time =>
        {
            if (time < 3) throw new SettingException("Others can read the key.");
        });
        await StartAsync(identity, part);
        await Eventually.BecomesTrueAsync("the fault", async () => await _house.FaultAsync() == "Others can read the key.");
        part.Running.ShouldBe(1);
        await BecomesAsync("written", () => identity.Written >= 3);
        await Eventually.BecomesTrueAsync("no fault", async () => await _house.FaultAsync() is null);
    }

    [Fact]
    public async Task A_wrong_table_of_rewards_is_said_until_it_is_mended()
    {
        await _house.ForwardAsync();
        await SetAsync("""update w3bstream_settings set reward_steps = '[{"below_w": -1, "tokens_per_hour": 10}]'""");
        var part = new FakePart();
        await StartAsync(null, part);
        await Eventually.BecomesTrueAsync("the fault", async () => (await _house.FaultAsync())?.Contains("reward_steps", StringComparison.Ordinal) == true);
        part.Begun.ShouldBe(0);
        await SetAsync("update w3bstream_settings set reward_steps = '[]'");
        await BecomesAsync("it runs", () => part.Running == 1);
        (await _house.FaultAsync()).ShouldBeNull();
    }

    [Theory]
    [InlineData("", "", "devnet", "")]
    [InlineData("http://x/", "", "devnet", "7")]
    [InlineData("http://x/", "protected:x", "devnet", "")]
    [InlineData("http://x/", "protected:x", "task", "")]
    [InlineData("http://x/", "", "task", "7")]
    [InlineData("", "protected:x", "task", "7")]
    public async Task The_table_and_the_settings_agree_on_whether_forwarding_is_on(string url, string token, string profile, string project)
    {
        await _house.Database.Owner.ExecuteAsync(
            "update w3bstream_settings set publish_url = $1, token = $2, profile = $3, project_id = $4", url, token, profile, project);
        var settings = await new W3bstreamSettingsReader(_house.Database.Processor).ReadAsync(CancellationToken.None);
        (await _house.Database.Processor.ScalarAsync<bool>("select forwarding from w3bstream_settings")).ShouldBe(settings.IsForwarding);
        (await _house.Database.Owner.ScalarAsync<bool>("select forwards_since is not null from w3bstream_status")).ShouldBe(settings.IsForwarding);
    }
}
