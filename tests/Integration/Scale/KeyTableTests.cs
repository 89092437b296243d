using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Secrets;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Scale;

public sealed class KeyTableTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private TestDatabase _database = null!;
    private KeyRing _ring = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await PostgresServer.Shared.CreateDatabaseAsync();
        _ring = new KeyRing(_directory.File("keys")) { Master = Master("master"), Database = () => _database.Receiver };
    }

    [Fact]
    public async Task The_keys_of_the_directory_go_on_in_the_database_and_two_Webs_share_them()
    {
        var stored = TestKeyRing.MakeIn(_directory.File("keys")).Protect("1-2-3");
        using var one = await StartWebAsync(_ring);
        using var two = await StartWebAsync(_ring with { Directory = _directory.File("nothing") });
        // The Receiver, which only reads, opens what was protected before.
        new SecretBox(_ring).Reveal(stored).ShouldBe("1-2-3");
        Cookies(two).Unprotect(Cookies(one).Protect("a session")).ShouldBe("a session");
        (await CountAsync()).ShouldBe(1);
        var xml = await _database.Owner.ScalarAsync<string>("select string_agg(xml, '') from data_protection_keys");
        var plain = System.Xml.Linq.XElement.Load(Directory.GetFiles(_directory.File("keys")).Single()).Descendants("masterKey").Single().Value.Trim();
        plain.Length.ShouldBeGreaterThan(80);
        xml.ShouldNotContain(plain);
    }

    [Fact]
    public async Task Webs_that_start_at_once_make_one_key()
    {
        var webs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => StartWebAsync(_ring))));
        (await CountAsync()).ShouldBe(1);
        var session = Cookies(webs[0]).Protect("a session");
        foreach (var web in webs)
        {
            Cookies(web).Unprotect(session).ShouldBe("a session");
            web.Dispose();
        }
    }

    [Fact]
    public async Task Another_master_key_is_refused_and_makes_no_key()
    {
        (await StartWebAsync(_ring)).Dispose();
        var wrong = _ring with { Master = Master("wrong") };
        (await Should.ThrowAsync<SettingException>(() => StartWebAsync(wrong))).Message.ShouldContain("the keys in the database were encrypted by another master key");
        Should.Throw<SettingException>(() => new SecretBox(wrong).Protect("x")).Message.ShouldContain("Keys:MasterKeyFile");
        (await CountAsync()).ShouldBe(1);
    }

    [Fact]
    public void Without_a_key_a_Receiver_says_who_makes_it() =>
        Should.Throw<SettingException>(() => new SecretBox(_ring).Protect("x")).Message.ShouldStartWith("There is no key in the database (Keys:Store).");

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    public void Dispose() => _directory.Dispose();

    private MasterKey Master(string name) => MasterKey.Load("Keys:MasterKeyFile", TwoMachines.MakeMasterKey(_directory.File(name)));

    private Task<long> CountAsync() => _database.Owner.ScalarAsync<long>("select count(*) from data_protection_keys");

    private static IDataProtector Cookies(IHost web) => web.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("cookies");

    private async Task<IHost> StartWebAsync(KeyRing ring)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        ring.AddTo(builder.Services, _ => _database.Web);
        var host = builder.Build();
        try
        {
            await host.StartAsync();
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }
}
