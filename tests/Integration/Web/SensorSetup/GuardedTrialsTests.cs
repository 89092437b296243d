using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Configuration;
using PowerMeter.Shared.Database;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.FirstRun;
using PowerMeter.Web.SensorSetup;
using PowerMeter.Web.Server;
using Shouldly;
using Xunit;
using AccountServices = PowerMeter.Tests.Integration.Web.Accounts.AccountServices;

namespace PowerMeter.Tests.Integration.Web.SensorSetup;

/// <summary>Who may let the Receiver open devices and files.</summary>
public sealed class GuardedTrialsTests(SensorBench bench) : IClassFixture<SensorBench>
{
    private const string Asked = "No Receiver answers";
    private const string Refused = "Only an administrator may do this";

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private static readonly ClaimsPrincipal Nobody = new(new ClaimsIdentity());

    [Fact]
    public async Task The_first_run_tries_sensors_and_after_it_only_an_administrator_does()
    {
        using var accounts = new AccountServices(bench.Database, TimeProvider.System);
        var installation = new Installation(bench.Database.Web);
        Task<string> AnswerAsync(ClaimsPrincipal who, bool readOnly = false) => SaidAsync(new GuardedTrials(
            bench.Trials, new Page(who), new AdministratorCheck(accounts.Check, ReadOnlyOf(readOnly)), installation, bench.Texts));

        (await AnswerAsync(Nobody)).ShouldStartWith(Asked);
        await bench.Database.AddUserAsync("owner", WebSite.Password);
        await bench.Database.AddUserAsync("family", WebSite.Password, User.Reader);
        // A page that the first run was begun with and that was left open.
        (await AnswerAsync(Nobody)).ShouldStartWith(Refused);
        (await AnswerAsync(await accounts.SignInAsync("family"))).ShouldStartWith(Refused);
        var owner = await accounts.SignInAsync("owner");
        (await AnswerAsync(owner)).ShouldStartWith(Asked);
        (await AnswerAsync(owner, readOnly: true)).ShouldContain("Read-only");
        await accounts.Sessions.EndThisAsync(owner, Cancel);
        accounts.Check.ForgetAll();
        (await AnswerAsync(owner)).ShouldStartWith(Refused);
    }

    private static async Task<string> SaidAsync(GuardedTrials trials)
    {
        var probed = (await Should.ThrowAsync<SensorTrialException>(() => trials.ProbeAsync(null, Cancel))).Message;
        (await Should.ThrowAsync<SensorTrialException>(() => trials.ReadAsync(new SensorDraft("simulated", ""), null, Cancel))).Message.ShouldBe(probed);
        return probed;
    }

    private static ReadOnlyMode ReadOnlyOf(bool isOn) => new(WebOptions.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?> { ["Web:ReadOnly"] = isOn ? "true" : "false" }).Build()));

    private sealed class Page(ClaimsPrincipal who) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(who));
    }
}
