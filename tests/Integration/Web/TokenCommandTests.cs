using System.Net;
using PowerMeter.Shared.Database;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>The command line of the Web process, with the owner's login as the launcher gives it.</summary>
public sealed class TokenCommandTests(WebSiteFixture fixture) : IClassFixture<WebSiteFixture>
{
    private async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        await using var process = PowerMeterProcess.Start("Web", fixture.Database, fixture.Site.Directory, new Dictionary<string, string>
        {
            ["Database__Username"] = "powermeter_owner",
        }, "powermeter_owner", arguments);
        var code = await process.WaitForExitAsync();
        return (code, process.Output.Trim());
    }

    [Fact]
    public async Task A_token_is_made_used_listed_and_revoked()
    {
        var (code, token) = await RunAsync("--create-token", "heat pump", "--scope", "write");
        code.ShouldBe(0, token);
        token.ShouldMatch("^pm_[A-Za-z0-9_-]{43}$");
        using var client = fixture.Site.CreateClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        var sensor = await fixture.Database.AddSensorAsync("heat pump");
        await client.PostAsync($"/api/v1/sensors/{sensor}/samples", """{"watts":1}""");

        var (_, list) = await RunAsync("--list-tokens");
        list.ShouldMatch($"(?m)^heat pump\twrite\t{WebSite.UserName}\t20..-..-..T..:..:..Z\t20..-..-..T..:..:..Z$");
        list.ShouldNotContain(token);
        (await fixture.Database.Owner.ScalarAsync<bool>("select exists (select from api_tokens where token_hash = convert_to($1, 'UTF8'))", token)).ShouldBeFalse();

        (await RunAsync("--create-token", "heat pump", "--scope", "read")).Output.ShouldContain("There is a token 'heat pump' already");
        (await RunAsync("--revoke-token", "heat pump")).Code.ShouldBe(0);
        await client.GetJsonAsync("/api/v1/sensors", HttpStatusCode.Unauthorized);
        (await RunAsync("--list-tokens")).Output.ShouldNotContain("heat pump");
        (await RunAsync("--revoke-token", "heat pump")).Output.ShouldContain("There is no token 'heat pump'");
        (await RunAsync("--create-token", "heat pump", "--scope", "read")).Code.ShouldBe(0);
    }

    [Fact]
    public async Task What_cannot_be_made_is_said()
    {
        await fixture.Database.AddUserAsync("guest", WebSite.Password, User.Reader);
        (await RunAsync("--create-token", "x", "--scope", "all")).ShouldBe((1, "--scope is 'all'; allowed: read, write or admin."));
        (await RunAsync("--create-token", "", "--scope", "read")).Output.ShouldContain("1 to 64 characters");
        (await RunAsync("--create-token", "x", "--scope", "write", "--user", "guest")).Output.ShouldContain("'guest' is a reader");
        (await RunAsync("--create-token", "x", "--scope", "read", "--user", "nobody")).Output.ShouldContain("no such user");
        (await RunAsync("--create-token", "x", "--scope", "read", "--user", "guest")).Code.ShouldBe(0);
        (await RunAsync("--create-token", "x")).Output.ShouldContain("Usage:");
    }
}
