using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Queries;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Server;
using PowerMeter.Web.SiteSettings;
using PowerMeter.Web.Tariffs;
using Shouldly;
using Xunit;
using AccountServices = PowerMeter.Tests.Integration.Web.Accounts.AccountServices;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>What was changed holds when it is said to be stored, before the database has told of it.</summary>
public sealed class SiteChangesTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>
{
    private readonly TestDatabase _database = fixture.Database;

    [Fact]
    public async Task Who_is_told_that_it_is_stored_finds_it_in_force()
    {
        await _database.AddUserAsync("owner", "a long enough password");
        using var accounts = new AccountServices(_database, TimeProvider.System);
        var owner = await accounts.SignInAsync("owner");
        // Nobody listens for it to what the database tells.
        using var sites = new SiteCache(new SiteReader(_database.Web), TimeProvider.System, NullLogger<SiteCache>.Instance);
        await sites.ReadAgainAsync(CancellationToken.None);
        var readOnly = new ReadOnlyMode(WebOptions.Read(new ConfigurationManager()));
        var tariffs = new TariffChanges(_database.Web, readOnly, NullLogger<TariffChanges>.Instance);
        var changes = new SiteChanges(_database.Web, tariffs, new AdministratorCheck(accounts.Check, readOnly), sites, NullLogger<SiteChanges>.Instance);

        foreach (var isOpen in (bool[])[true, false])
        {
            await changes.OpenDashboardAsync(owner, isOpen, CancellationToken.None);
            sites.Current.IsDashboardOnLan.ShouldBe(isOpen);
        }

        await changes.ChangeAsync(owner, "The mill", sites.Current.Calendar.Zone.Id, "CHF", CancellationToken.None);
        sites.Current.Name.ShouldBe("The mill");
    }
}
