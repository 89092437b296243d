using System.Net;
using Npgsql;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>The test is the Receiver: it hears of a command, and says how it went, with the Receiver's rights.</summary>
public sealed class SensorCommandTests(WebSiteFixture fixture) : IClassFixture<WebSiteFixture>, IAsyncLifetime
{
    private static int _sensors;
    private HttpClient _client = null!;
    private int _sensor;

    public async ValueTask InitializeAsync()
    {
        _client = await fixture.Site.CreateTokenClientAsync("admin");
        _sensor = await fixture.Database.AddSensorAsync($"plug {Interlocked.Increment(ref _sensors)}", driver: "awox");
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Waits for a command of the sensor and answers it.</summary>
    private async Task<(string Command, string By)> AnswerAsync(string? error)
    {
        await using var connection = await fixture.Database.Receiver.OpenConnectionAsync();
        await using (var listen = new NpgsqlCommand("listen commands", connection)) await listen.ExecuteNonQueryAsync();
        (string, string)? done = null;
        while (done is null)
        {
            await using (var answer = new NpgsqlCommand(
                "update sensor_commands set done_at = now(), error = $2 where sensor_id = $1 and done_at is null and expires_at > now() returning command, requested_by", connection))
            {
                answer.Parameters.Add(new() { Value = _sensor });
                answer.Parameters.Add(new() { Value = (object?)error ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
                await using var reader = await answer.ExecuteReaderAsync();
                if (await reader.ReadAsync()) done = (reader.GetString(0), reader.GetString(1));
            }

            if (done is null) await connection.WaitAsync(TimeSpan.FromSeconds(60));
        }

        return done.Value;
    }

    [Fact]
    public async Task Commands_are_kept_for_90_days()
    {
        await fixture.Database.Owner.ExecuteAsync(
            "insert into sensor_commands (sensor_id, command, requested_by, requested_at, expires_at) values ($1, 'pair', 'old', now() - interval '91 days', now()), ($1, 'pair', 'young', now() - interval '89 days', now())",
            _sensor);
        await fixture.Database.Web.ExecuteAsync("insert into sensor_commands (sensor_id, command, requested_by, expires_at) values ($1, 'pair', 'now', now())", _sensor);
        (await fixture.Database.Owner.QueryAsync("select requested_by from sensor_commands where sensor_id = $1 order by id", row => row.GetString(0), _sensor))
            .ShouldBe(["young", "now"]);
    }

    [Theory]
    [InlineData("true", "switch_on")]
    [InlineData("false", "switch_off")]
    public async Task A_switch_is_asked_for_and_answered_when_it_is_done(string on, string command)
    {
        var receiver = AnswerAsync(null);
        var answer = await _client.PostAsync($"/api/v1/sensors/{_sensor}/switch", $$"""{"on":{{on}}}""");
        answer.GetProperty("switched_on").GetRawText().ShouldBe(on);
        var (asked, by) = await receiver;
        asked.ShouldBe(command);
        by.ShouldStartWith("token admin ");
    }

    [Fact]
    public async Task What_the_receiver_could_not_do_is_409_with_its_reason()
    {
        var receiver = AnswerAsync("The plug does not answer: is it in reach?");
        var problem = await _client.PostAsync($"/api/v1/sensors/{_sensor}/switch", """{"on":true}""", HttpStatusCode.Conflict);
        problem.Detail().ShouldBe("The plug does not answer: is it in reach?");
        await receiver;
    }

    [Fact]
    public async Task Without_a_receiver_it_is_504_and_never_done_later()
    {
        var problem = await _client.PostAsync($"/api/v1/sensors/{_sensor}/switch", """{"on":true}""", HttpStatusCode.GatewayTimeout);
        problem.Detail().ShouldContain("will not be done later");
        (await fixture.Database.Owner.ScalarAsync<bool>("select expires_at < now() and done_at is null from sensor_commands where sensor_id = $1", _sensor)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_sensor_is_paired_in_both_faces()
    {
        var receiver = AnswerAsync(null);
        (await _client.PostAsync($"/api/v1/sensors/{_sensor}/reset_timer", "")).GetProperty("paired").GetBoolean().ShouldBeTrue();
        (await receiver).Command.ShouldBe("pair");
        receiver = AnswerAsync(null);
        (await _client.PostAsync($"/api/sensors/{_sensor}/reset_timer", "")).GetProperty("data").GetBoolean().ShouldBeTrue();
        (await receiver).Command.ShouldBe("pair");
        receiver = AnswerAsync("This kind of sensor needs no pairing.");
        (await _client.PostAsync($"/api/sensors/{_sensor}/reset_timer", "", HttpStatusCode.Conflict)).GetProperty("error").GetString().ShouldBe("This kind of sensor needs no pairing.");
        await receiver;
        (await _client.PostAsync("/api/sensors/99999/reset_timer", "")).GetProperty("data").GetBoolean().ShouldBeFalse();
        await _client.PostAsync("/api/v1/sensors/99999/reset_timer", "", HttpStatusCode.NotFound);
        using var get = await _client.GetAsync(new Uri($"/api/sensors/{_sensor}/reset_timer", UriKind.Relative));
        get.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("true")]
    [InlineData("{\"on\":1}")]
    [InlineData("{\"on\":true,\"off\":false}")]
    [InlineData("{\"On\":true}")]
    [InlineData("{\"\\ud800\":true}")]
    public async Task A_body_that_does_not_say_on_or_off_is_400(string body) =>
        (await _client.PostAsync($"/api/v1/sensors/{_sensor}/switch", body, HttpStatusCode.BadRequest)).Detail().ShouldContain("{\"on\":true}");

    [Fact]
    public async Task What_is_too_big_or_of_another_type_is_refused()
    {
        await _client.PostAsync($"/api/v1/sensors/{_sensor}/switch", new string(' ', 20_000), HttpStatusCode.RequestEntityTooLarge);
        await _client.PostAsync($"/api/v1/sensors/{_sensor}/switch", "on", HttpStatusCode.UnsupportedMediaType, "text/plain");
        await _client.PostAsync("/api/v1/sensors/99999/switch", """{"on":true}""", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_state_of_the_switch_is_told_and_its_change_is_notified()
    {
        await fixture.Database.Receiver.ExecuteAsync("insert into sensor_status (sensor_id, state, since, updated_at, switched_on) values ($1, 'running', now(), now(), true)", _sensor);
        (await _client.GetJsonAsync($"/api/v1/sensors/{_sensor}/status")).GetProperty("switched_on").GetBoolean().ShouldBeTrue();
        await using var connection = await fixture.Database.Web.OpenConnectionAsync();
        var heard = new TaskCompletionSource<string>();
        connection.Notification += (_, happened) => heard.TrySetResult(happened.Payload);
        await using (var listen = new NpgsqlCommand("listen status", connection)) await listen.ExecuteNonQueryAsync();
        await fixture.Database.Receiver.ExecuteAsync("update sensor_status set switched_on = false where sensor_id = $1", _sensor);
        (await connection.WaitAsync(TimeSpan.FromSeconds(60))).ShouldBeTrue();
        (await heard.Task).ShouldBe(_sensor.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}
