using System.Net;
using System.Security.Claims;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using PowerMeter.Shared.Database;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Accounts.Passwords;
using PowerMeter.Web.Accounts.People;
using PowerMeter.Web.Accounts.Sessions;
using PowerMeter.Web.Server;

namespace PowerMeter.Tests.Integration.Web.Accounts;

/// <summary>What a Web process does about accounts, with its own rights in a test's database.</summary>
internal sealed class AccountServices : IDisposable
{
    private readonly SignIn _signIn;
    private readonly UserQuery _users;

    public AccountServices(TestDatabase database, TimeProvider time)
    {
        var readOnly = new ReadOnlyMode(WebOptions.Read(new ConfigurationManager()));
        _users = new UserQuery(database.Web);
        _signIn = new SignIn(new Credentials(_users, time), new SignInThrottle(time), NullLogger<SignIn>.Instance);
        Sessions = new SessionTable(database.Web, database.Web, readOnly);
        Check = new SessionCheck(database.Web, database.Web, time);
        Passwords = new PasswordChange(database.Web, _signIn, Sessions, readOnly);
        People = new PeopleChanges(database.Web, new UserChanges(), new AdministratorCheck(Check, readOnly), NullLogger<PeopleChanges>.Instance);
    }

    public SessionTable Sessions { get; }

    public SessionCheck Check { get; }

    public PasswordChange Passwords { get; }

    public PeopleChanges People { get; }

    public void Dispose() => _signIn.Dispose();

    public async Task<User> FindAsync(string name) => (await _users.ByNameAsync(name, CancellationToken.None))!;

    public async Task<ClaimsPrincipal> SignInAsync(string name, string userAgent = "curl/8") =>
        await Sessions.BeginAsync(await FindAsync(name), IPAddress.Parse("192.168.1.7"), userAgent, CancellationToken.None);

    /// <summary>What the database says now.</summary>
    public Task<bool> HoldsAsync(ClaimsPrincipal who)
    {
        Check.ForgetAll();
        return Check.IsValidAsync(who, CancellationToken.None);
    }
}
