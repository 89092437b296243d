using PowerMeter.Shared.Database;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>A forgotten password, with the owner's login as the launcher gives it.</summary>
public sealed class PasswordCommandTests(WebSiteFixture fixture) : IClassFixture<WebSiteFixture>
{
    [Fact]
    public async Task A_forgotten_password_is_replaced_by_the_command_line()
    {
        await fixture.Database.AddUserAsync("camille", WebSite.Password, User.Reader);
        var before = await HashAsync();
        (await RunAsync("camille", "short")).ShouldSatisfyAllConditions(
            weak => weak.Code.ShouldBe(1),
            weak => weak.Output.ShouldContain("Nothing was changed. password: The password has 5 characters"));
        (await HashAsync()).ShouldBe(before);

        (await RunAsync("nobody", "four other plain words")).ShouldSatisfyAllConditions(
            missing => missing.Code.ShouldBe(1),
            missing => missing.Output.ShouldContain("There is no user 'nobody'"));

        var (code, output) = await RunAsync("camille", "four other plain words");
        (code, output).ShouldBe((0, "'camille' has a new password, and is signed out everywhere."));
        (await IsLetInAsync("four other plain words")).ShouldBeTrue();
        (await IsLetInAsync(WebSite.Password)).ShouldBeFalse();
    }

    private Task<string> HashAsync() => fixture.Database.Owner.ScalarAsync<string>("select password_hash from users where name = 'camille'");

    private async Task<bool> IsLetInAsync(string password)
    {
        using var client = fixture.Site.CreateClient();
        using var form = new FormUrlEncodedContent([new("login", "camille"), new("password", password)]);
        using var answer = await client.PostAsync(new Uri("/api/sensors", UriKind.Relative), form, TestContext.Current.CancellationToken);
        return answer.IsSuccessStatusCode;
    }

    private async Task<(int Code, string Output)> RunAsync(string name, string password)
    {
        await using var process = PowerMeterProcess.Start("Web", fixture.Database, fixture.Site.Directory, new Dictionary<string, string>
        {
            ["Database__Username"] = "powermeter_owner",
        }, "powermeter_owner", ["--set-password", name]);
        await process.WriteInputAsync($"{password}\n");
        var code = await process.WaitForExitAsync();
        return (code, process.Output.Trim());
    }
}
