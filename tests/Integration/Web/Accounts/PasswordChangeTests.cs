using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Forms;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web.Accounts;

public sealed class PasswordChangeTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>, IDisposable
{
    private const string New = "trois chaussures vertes";

    private readonly AccountServices _accounts = new(fixture.Database, TimeProvider.System);

    public void Dispose() => _accounts.Dispose();

    [Fact]
    public async Task This_browser_stays_signed_in_and_all_others_are_signed_out()
    {
        await fixture.Database.AddUserAsync("changer", WebSite.Password);
        await fixture.Database.AddUserAsync("neighbour", WebSite.Password);
        var (here, there, neighbour) = (await _accounts.SignInAsync("changer"), await _accounts.SignInAsync("changer"), await _accounts.SignInAsync("neighbour"));
        var kept = await fixture.Database.AddTokenAsync("of the neighbour", "read", "neighbour");
        var token = await fixture.Database.AddTokenAsync("of the changer", "read", "changer");
        var tokens = new TokenQuery(fixture.Database.Web, fixture.Database.Web);
        await _accounts.Passwords.ChangeAsync(here, WebSite.Password, New, revokeTokens: false, CancellationToken.None);
        (await _accounts.HoldsAsync(here)).ShouldBeTrue();
        (await _accounts.HoldsAsync(there)).ShouldBeFalse();
        (await _accounts.HoldsAsync(neighbour)).ShouldBeTrue();
        (await tokens.FindAsync(TokenText.HashOf(token)!, CancellationToken.None)).ShouldNotBeNull();

        await _accounts.Passwords.ChangeAsync(here, New, "quatre chaussures vertes", revokeTokens: true, CancellationToken.None);
        (await _accounts.HoldsAsync(here)).ShouldBeTrue();
        (await tokens.FindAsync(TokenText.HashOf(token)!, CancellationToken.None)).ShouldBeNull();
        (await tokens.FindAsync(TokenText.HashOf(kept)!, CancellationToken.None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task The_old_one_is_asked_for_and_guesses_are_slowed_down()
    {
        await fixture.Database.AddUserAsync("guessed", WebSite.Password);
        var who = await _accounts.SignInAsync("guessed");
        var before = (await _accounts.FindAsync("guessed")).PasswordHash;
        for (var guess = 0; guess < SignInThrottle.FreeFailures; guess++) (await FaultAsync(who, $"guess number {guess}", New)).ShouldBe("old_password Accounts_OldWrong");
        (await FaultAsync(who, WebSite.Password, New)).ShouldBe("old_password Accounts_OldWait");
        (await _accounts.FindAsync("guessed")).PasswordHash.ShouldBe(before);
    }

    [Fact]
    public async Task A_bad_new_one_changes_nothing()
    {
        await fixture.Database.AddUserAsync("careless", WebSite.Password);
        var who = await _accounts.SignInAsync("careless");
        (await FaultAsync(who, WebSite.Password, "short")).ShouldBe("password Accounts_PasswordShort");
        (await FaultAsync(who, WebSite.Password, WebSite.Password)).ShouldBe("password Accounts_PasswordSame");
        (await _accounts.HoldsAsync(who)).ShouldBeTrue();
    }

    private async Task<string> FaultAsync(System.Security.Claims.ClaimsPrincipal who, string old, string password)
    {
        var refused = await Should.ThrowAsync<FieldFaultException>(_accounts.Passwords.ChangeAsync(who, old, password, false, CancellationToken.None));
        return $"{refused.Faults[0].Field} {refused.Faults[0].Key}";
    }
}
