using PowerMeter.Shared.Database;
using PowerMeter.Tests.TestKit;
using Xunit;

namespace PowerMeter.Tests.Browser;

/// <summary>A site with samples, a reader, and a device that has its key.</summary>
public sealed class W3bstreamStation : IAsyncLifetime
{
    public WebFixture Site { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Site.InitializeAsync();
        await Site.Database.AddUserAsync("guest", WebFixture.Password, User.Reader);
        var sensor = await Site.Database.AddSensorAsync("House", WebFixture.PeriodSeconds);
        await Site.Database.AddSensorAsync("Workshop", WebFixture.PeriodSeconds);
        await Site.FillAsync(sensor, TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(1), 2);
        await Site.Database.Owner.ExecuteAsync("insert into reward_quarters values (date_trunc('hour', now()), 42.5, 900)");
        await SayAsync("""
            curve = 'secp256k1', public_key = '0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8',
            ethereum_address = '0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf', iotex_address = 'io10e0525sfrf53yh2aljmm3sn9jq5njk7l6jfauj'
            """);
    }

    public ValueTask DisposeAsync() => Site.DisposeAsync();

    public Task SayAsync(string status) => Site.Database.Owner.ExecuteAsync($"update w3bstream_status set {status}");

    /// <summary>Readings are sent, and nothing of another test waits.</summary>
    public async Task ForwardAsync()
    {
        await ResetAsync();
        await Site.Database.Owner.ExecuteAsync(
            "update w3bstream_settings set publish_url = 'https://devnet.example/srv-applet-mgr/v0/event/eth_0x2c0d_power', token = 'protected:x'");
    }

    /// <summary>As it is before anybody sets anything.</summary>
    public async Task ResetAsync()
    {
        await Site.Database.Owner.ExecuteAsync("delete from w3bstream_outbox");
        await SayAsync("fault = null, fault_said = null, last_answer = null, last_answer_status = null, last_answer_at = null, sent = 0, last_sent_at = null, unmatched = false");
        await Site.Database.Owner.ExecuteAsync("update w3bstream_settings set publish_url = '', token = '', window_s = 5, reward_steps = default");
    }

    public async Task RefuseAsync(int count)
    {
        await Site.Database.Owner.ExecuteAsync("delete from w3bstream_outbox");
        await Site.Database.Owner.ExecuteAsync("""
            insert into w3bstream_outbox (stream, window_start, window_end, watts, covered_s, profile, event_id, body, state, attempts, answer_status, answer, answered_at)
            select '1', date_trunc('minute', now()) - i * interval '5 s', date_trunc('minute', now()) - (i - 1) * interval '5 s', 134.7 + i, 5, 'devnet', gen_random_uuid(), '\x7b7d',
                   'failed', 1, 400, '{"error":"the device is not registered with this project"}', now()
            from generate_series(1, $1) i
            """, count);
        await SayAsync("failed = failed");
    }
}
