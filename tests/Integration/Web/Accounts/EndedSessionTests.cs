using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Queries;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Accounts.Sessions;
using PowerMeter.Web.Live;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web.Accounts;

/// <summary>What a live page may still say whose session has ended, whether or not its browser lets the next picture be drawn.</summary>
public sealed class EndedSessionTests : IAsyncLifetime
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private TestDatabase _database = null!;
    private AccountServices _accounts = null!;
    private IHost _host = null!;
    private int _heard;

    public async ValueTask InitializeAsync()
    {
        _database = await PostgresServer.Shared.CreateDatabaseAsync();
        await _database.AddUserAsync("owner", WebSite.Password);
        await _database.AddUserAsync("second", WebSite.Password);
        _accounts = new AccountServices(_database, TimeProvider.System);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging();
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton(_database.Web).AddSingleton(_accounts.Check);
        builder.Services.AddSingleton<NotificationListener>().AddSingleton<ChangeTrail>().AddSingleton<LiveSampleQuery>();
        builder.Services.AddSingleton<SiteReader>().AddSingleton<SiteCache>().AddSingleton<EnergyQuery>().AddSingleton<MeasureFeed>().AddSingleton<SchemaGuard>().AddSingleton<AccountWatch>();
        builder.Services.AddHostedService(services => services.GetRequiredService<SiteCache>());
        builder.Services.AddHostedService(services => services.GetRequiredService<MeasureFeed>());
        builder.Services.AddHostedService(services => services.GetRequiredService<AccountWatch>());
        builder.Services.AddScoped<SessionRevalidation>();
        _host = builder.Build();
        await _host.StartAsync();
    }

    [Fact]
    public async Task A_page_whose_session_was_taken_out_is_heard_no_more()
    {
        await using var scope = _host.Services.CreateAsyncScope();
        var who = await _accounts.SignInAsync("owner");
        var (page, say) = Open(scope, who);
        await say();
        _heard.ShouldBe(1);
        await _accounts.Sessions.EndThisAsync(who, Cancel);
        await BecomesDeafAsync(say);
        // Nor when it is nobody's any more: what stood there may not have been taken away.
        await Eventually.BecomesTrueAsync("it is nobody's", async () => (await page.GetAuthenticationStateAsync()).User.Identity is not { IsAuthenticated: true });
        var heard = _heard;
        await say();
        _heard.ShouldBe(heard);
        // It comes back over a new connection, whose session holds.
        page.SetAuthenticationState(Task.FromResult(new AuthenticationState(await _accounts.SignInAsync("owner"))));
        await say();
        _heard.ShouldBe(heard + 1);
    }

    [Fact]
    public async Task A_page_of_who_is_administrator_no_more_is_heard_no_more()
    {
        await using var scope = _host.Services.CreateAsyncScope();
        var (_, say) = Open(scope, await _accounts.SignInAsync("second"));
        await say();
        _heard.ShouldBe(1);
        await _database.Owner.ExecuteAsync("update users set role = 'reader' where name = 'second'");
        await BecomesDeafAsync(say);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        _accounts.Dispose();
        await _database.DisposeAsync();
    }

    private (SessionRevalidation Page, Func<Task> Say) Open(AsyncServiceScope scope, ClaimsPrincipal who)
    {
        var page = scope.ServiceProvider.GetRequiredService<SessionRevalidation>();
        page.SetAuthenticationState(Task.FromResult(new AuthenticationState(who)));
        var hear = new EndedSessionGate(page).CreateInboundActivityHandler(_ =>
        {
            _heard++;
            return Task.CompletedTask;
        });
        return (page, () => hear(null!));
    }

    private Task BecomesDeafAsync(Func<Task> say) => Eventually.BecomesTrueAsync("it is deaf", async () =>
    {
        var before = _heard;
        await say();
        return _heard == before;
    });
}
