using System.Text.Json;
using PowerMeter.Shared.Secrets;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web.W3bstream;

/// <summary>--w3bstream of the Web process, before Web itself has ever run.</summary>
public sealed class W3bstreamCommandTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>, IDisposable
{
    private const string Secret = "pub_quiteSecretToken.0123456789";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private async Task<(int Code, string Output)> RunAsync(string input, params string[] arguments)
    {
        await using var process = PowerMeterProcess.Start("Web", fixture.Database, _directory.Path, null, ["--w3bstream", .. arguments]);
        await process.WriteInputAsync(input);
        var code = await process.WaitForExitAsync();
        return (code, process.Output.Trim());
    }

    private Task<string> StoredAsync() => fixture.Database.Owner.ScalarAsync<string>("select to_jsonb(s)::text from w3bstream_settings s");

    [Fact]
    public async Task Settings_are_made_shown_and_cleared_before_web_ever_ran()
    {
        var (code, output) = await RunAsync($"{Secret}\n", "set", "publish_url=http://127.0.0.1:9/event", "token=-", "reward_steps=3:10,5:4");
        (code, output).ShouldBe((0, "Changed: publish_url, token, reward_steps. Readings are made and sent."));
        new SecretBox(new KeyRing(System.IO.Path.Combine(_directory.Path, "keys"))).Reveal(await fixture.Database.Owner.ScalarAsync<string>("select token from w3bstream_settings")).ShouldBe(Secret);

        var (shown, text) = await RunAsync("", "show");
        shown.ShouldBe(0, text);
        text.ShouldMatch("(?m)^forwarding +on$");
        text.ShouldMatch("(?m)^token +set$");
        text.ShouldMatch("(?m)^publish_url +http://127.0.0.1:9/event$");
        var (_, json) = await RunAsync("", "show", "--json");
        using (var whole = JsonDocument.Parse(json))
        {
            whole.RootElement.GetProperty("settings").GetProperty("token_set").GetBoolean().ShouldBeTrue();
            whole.RootElement.GetProperty("status").GetProperty("forwarding").GetBoolean().ShouldBeTrue();
        }

        (output + text + json).ShouldNotContain(Secret);
        (output + text + json).ShouldNotContain("protected:");
        (await RunAsync("", "set", "publish_url=", "token=")).ShouldBe((0, "Changed: publish_url, token. Nothing is sent: publish_url is not set."));
        (await fixture.Database.Owner.ScalarAsync<string>("select token from w3bstream_settings")).ShouldBe("");
    }

    [Theory]
    [InlineData("where other users of the machine can see it", "set", "window_s=9", "token=" + Secret)]
    [InlineData("nothing came there", "set", "window_s=9", "token=-")]
    [InlineData("window_s is '0'; allowed: a whole number of seconds from 1 to 300.", "set", "window_s=0", "max_age_s=100")]
    [InlineData("Nothing was changed. sensors is '987654'", "set", "window_s=9", "sensors=987654")]
    [InlineData("There is no setting 'windows'", "set", "windows=9")]
    [InlineData("allowed: 'show [--json]', 'set KEY=VALUE...' and 'retry [N]'", "send", Secret)]
    [InlineData("needs to be told what to do")]
    [InlineData("--w3bstream retry is 'some'; allowed: a whole number from 1 to 1000000.", "retry", "some")]
    public async Task Bad_input_ends_with_an_error_and_changes_nothing(string message, params string[] arguments)
    {
        var before = await StoredAsync();
        var (code, output) = await RunAsync("", arguments);
        code.ShouldBe(1, output);
        output.ShouldContain(message);
        output.ShouldNotContain(Secret);
        (await StoredAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Refused_readings_are_sent_again()
    {
        await fixture.Database.AddReadingsAsync("9", 1, 3, "failed");
        (await RunAsync("", "retry", "1")).ShouldBe((0, "1 refused reading waits again."));
        (await RunAsync("", "retry")).ShouldBe((0, "2 refused readings wait again."));
    }
}
