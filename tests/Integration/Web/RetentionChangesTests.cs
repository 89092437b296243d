using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using PowerMeter.Shared.Database;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Forms;
using PowerMeter.Web.Server;
using PowerMeter.Web.Storage;
using Shouldly;
using Xunit;
using AccountServices = PowerMeter.Tests.Integration.Web.Accounts.AccountServices;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>Who may say for how long samples are kept, and what he may say.</summary>
public sealed class RetentionChangesTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>
{
    private readonly TestDatabase _database = fixture.Database;

    [Fact]
    public async Task An_administrator_may_say_2_to_1200_months_or_for_ever_and_nobody_else_anything()
    {
        await _database.AddUserAsync("owner", "a long enough password");
        await _database.AddUserAsync("guest", "a long enough password", User.Reader);
        using var accounts = new AccountServices(_database, TimeProvider.System);
        var (owner, guest) = (await accounts.SignInAsync("owner"), await accounts.SignInAsync("guest"));
        var changes = ChangesOf(accounts, readOnly: false);
        async Task<int?> KeptAsync() => (await changes.ReadAsync(CancellationToken.None)).Months;

        foreach (var months in new int?[] { 2, 1200, null, 24 })
        {
            await changes.ChangeAsync(owner, months, CancellationToken.None);
            (await KeptAsync()).ShouldBe(months);
        }

        foreach (var months in new[] { -1, 0, 1, 1201, int.MaxValue })
            (await Should.ThrowAsync<FieldFaultException>(() => changes.ChangeAsync(owner, months, CancellationToken.None))).Faults.Single().Field.ShouldBe("raw_months");
        foreach (var months in new int?[] { 12, null })
        {
            await Should.ThrowAsync<UnauthorizedAccessException>(() => changes.ChangeAsync(guest, months, CancellationToken.None));
            await Should.ThrowAsync<ReadOnlyException>(() => ChangesOf(accounts, readOnly: true).ChangeAsync(owner, months, CancellationToken.None));
        }

        (await KeptAsync()).ShouldBe(24);
    }

    private RetentionChanges ChangesOf(AccountServices accounts, bool readOnly)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Web:ReadOnly"] = readOnly ? "true" : "false" }).Build();
        return new RetentionChanges(_database.Web, new AdministratorCheck(accounts.Check, new ReadOnlyMode(WebOptions.Read(settings))), NullLogger<RetentionChanges>.Instance);
    }
}
