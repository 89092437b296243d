using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Database;

public sealed class DatabaseHostTests
{
    [Theory]
    [InlineData("/var/run/postgresql", "/var/run/postgresql:5432", true)]
    [InlineData("localhost", "localhost:5432", true)]
    [InlineData("127.0.0.1:5433", "127.0.0.1:5433", true)]
    [InlineData("::1", "[::1]:5432", true)]
    [InlineData("[::1]:6000", "[::1]:6000", true)]
    [InlineData("db1.home", "db1.home:5432", false)]
    [InlineData("db1, db2:5433", "db1:5432,db2:5433", false)]
    [InlineData("192.168.1.5,192.168.1.6", "192.168.1.5:5432,192.168.1.6:5432", false)]
    [InlineData("127.0.0.1:5433,127.0.0.1:5434", "127.0.0.1:5433,127.0.0.1:5434", true)]
    [InlineData("fd00::1,[fd00::2]:5433", "[fd00::1]:5432,[fd00::2]:5433", false)]
    public void One_host_or_several_are_read(string text, string expected, bool here)
    {
        var hosts = DatabaseHost.Parse("Database:Host", text, 5432);
        string.Join(',', hosts).ShouldBe(expected);
        hosts.All(host => host.IsThisMachine).ShouldBe(here);
    }

    [Theory]
    [InlineData("a,")]
    [InlineData(",")]
    [InlineData("a,a")]
    [InlineData("a,a:5432")]
    [InlineData("a b")]
    [InlineData("a:0")]
    [InlineData("a:65536")]
    [InlineData("a:http,b")]
    [InlineData("a:")]
    [InlineData("/var/run/postgresql,db2")]
    [InlineData("[::1,db2")]
    public void What_is_none_is_refused_by_its_setting_and_what_is_allowed(string text) =>
        Should.Throw<SettingException>(() => DatabaseHost.Parse("Database:Host", text, 5432)).Message.ShouldStartWith($"Database:Host is '{text}'; allowed: ");
}
