using PowerMeter.Shared.Database;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Forms;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web.Accounts;

/// <summary>Each test has a site of its own: who is the last administrator is a matter of all users.</summary>
public sealed class PeopleChangesTests : IAsyncLifetime
{
    private const string Password = "trois chaussures vertes";

    private TestDatabase _database = null!;
    private AccountServices _accounts = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await PostgresServer.Shared.CreateDatabaseAsync();
        _accounts = new AccountServices(_database, TimeProvider.System);
        await _database.AddUserAsync("first", WebSite.Password);
    }

    public async ValueTask DisposeAsync()
    {
        _accounts.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task The_last_administrator_can_neither_be_removed_nor_become_a_reader()
    {
        var who = await _accounts.SignInAsync("first");
        var id = (await _accounts.FindAsync("first")).Id;
        await _accounts.People.AddAsync(who, "child", Password, User.Reader, CancellationToken.None);
        (await FaultAsync(_accounts.People.RemoveAsync(who, id, CancellationToken.None))).ShouldBe("role Accounts_LastAdministrator");
        (await FaultAsync(_accounts.People.ChangeRoleAsync(who, id, User.Reader, CancellationToken.None))).ShouldBe("role Accounts_LastAdministrator");
        (await _accounts.HoldsAsync(who)).ShouldBeTrue();
        (await _accounts.People.ListAsync(CancellationToken.None)).Select(person => $"{person.Name} {person.Role}").ShouldBe(["first admin", "child reader"]);
    }

    [Fact]
    public async Task Two_who_demote_each_other_at_once_leave_one_administrator()
    {
        await _database.AddUserAsync("second", WebSite.Password);
        var (first, second) = ((await _accounts.FindAsync("first")).Id, (await _accounts.FindAsync("second")).Id);
        await using var one = await _database.Web.OpenConnectionAsync();
        await using var other = await _database.Web.OpenConnectionAsync();
        await using var begun = await one.BeginTransactionAsync();
        await using (var demote = new Npgsql.NpgsqlCommand("update users set role = 'reader' where id = $1", one) { Parameters = { new() { Value = second } } }) await demote.ExecuteNonQueryAsync();
        await using var answer = new Npgsql.NpgsqlCommand("update users set role = 'reader' where id = $1", other) { Parameters = { new() { Value = first } } };
        var waiting = answer.ExecuteNonQueryAsync();
        await begun.CommitAsync();
        (await Should.ThrowAsync<Npgsql.PostgresException>(waiting)).ConstraintName.ShouldBe("users_last_administrator");
        (await _database.Owner.ScalarAsync<long>("select count(*) from users where role = 'admin'")).ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_is_changed_is_signed_out_everywhere_and_a_removed_ones_tokens_end()
    {
        var admin = await _accounts.SignInAsync("first");
        await _accounts.People.AddAsync(admin, "child", Password, User.Reader, CancellationToken.None);
        var child = (await _accounts.People.ListAsync(CancellationToken.None)).Single(person => person.Name == "child");
        var session = await _accounts.SignInAsync("child");
        await _accounts.People.ChangeRoleAsync(admin, child.Id, User.Admin, CancellationToken.None);
        (await _accounts.HoldsAsync(session)).ShouldBeFalse();
        session = await _accounts.SignInAsync("child");
        await _accounts.People.SetPasswordAsync(admin, child, "quatre chaussures vertes", CancellationToken.None);
        (await _accounts.HoldsAsync(session)).ShouldBeFalse();
        session = await _accounts.SignInAsync("child");
        await _database.AddTokenAsync("the child's", "read", "child");
        await _accounts.People.RemoveAsync(admin, child.Id, CancellationToken.None);
        (await _accounts.HoldsAsync(session)).ShouldBeFalse();
        (await _database.Owner.ScalarAsync<long>("select count(*) from api_tokens")).ShouldBe(0);
        (await _accounts.HoldsAsync(admin)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_reader_and_a_former_administrator_change_nobody()
    {
        await _database.AddUserAsync("second", WebSite.Password);
        await _database.AddUserAsync("child", WebSite.Password, User.Reader);
        var (child, former) = (await _accounts.SignInAsync("child"), await _accounts.SignInAsync("second"));
        await Should.ThrowAsync<UnauthorizedAccessException>(_accounts.People.AddAsync(child, "friend", Password, User.Admin, CancellationToken.None));
        await _database.Owner.ExecuteAsync("update users set role = 'reader' where name = 'second'");
        _accounts.Check.ForgetAll();
        await Should.ThrowAsync<UnauthorizedAccessException>(_accounts.People.AddAsync(former, "friend", Password, User.Admin, CancellationToken.None));
        (await _database.Owner.ScalarAsync<bool>("select exists (select from users where name = 'friend')")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_name_that_is_taken_and_a_bad_password_are_said_beside_their_fields()
    {
        var who = await _accounts.SignInAsync("first");
        (await FaultAsync(_accounts.People.AddAsync(who, "first", Password, User.Reader, CancellationToken.None))).ShouldBe("name Accounts_NameTaken");
        (await FaultAsync(_accounts.People.AddAsync(who, "other", "password2026", User.Reader, CancellationToken.None))).ShouldBe("password Accounts_PasswordGuessed");
    }

    private static async Task<string> FaultAsync(Task change)
    {
        var refused = await Should.ThrowAsync<FieldFaultException>(change);
        return $"{refused.Faults[0].Field} {refused.Faults[0].Key}";
    }
}
