using Microsoft.Extensions.Configuration;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Database;

public sealed class DatabaseOptionsTests
{
    [Theory]
    [InlineData("/var/run/postgresql", SslMode.Prefer)]
    [InlineData("127.0.0.1", SslMode.Prefer)]
    [InlineData("db1", SslMode.Require)]
    [InlineData("localhost,db2", SslMode.Require)]
    public void What_leaves_the_machine_is_encrypted(string host, SslMode mode) => Read(("Host", host)).SslMode.ShouldBe(mode);

    [Fact]
    public void A_root_certificate_is_for_verifying()
    {
        var file = typeof(DatabaseOptionsTests).Assembly.Location;
        var options = Read(("Host", "db1"), ("RootCertificate", file));
        (options.SslMode, options.RootCertificate).ShouldBe((SslMode.VerifyFull, file));
        Read(("Host", "db1"), ("RootCertificate", file), ("SslMode", "verify-ca")).SslMode.ShouldBe(SslMode.VerifyCA);
    }

    [Fact]
    public void One_server_is_connected_to_as_ever()
    {
        using var source = DatabaseServices.CreateDataSource(Read(("Host", "127.0.0.1"), ("Port", "5433")), "test");
        source.ShouldNotBeOfType<NpgsqlMultiHostDataSource>();
        var connection = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        (connection.Host, connection.Port, connection.SslMode, connection.HostRecheckSeconds).ShouldBe(("127.0.0.1", 5433, SslMode.Prefer, 10));
    }

    [Theory]
    [InlineData("SslMode", "on", "Database:SslMode is 'on'; allowed: disable, prefer, require, verify-ca, verify-full.")]
    [InlineData("RootCertificate", "/nowhere/root.pem", "Database:RootCertificate is '/nowhere/root.pem'; allowed: a PEM file that this user can read.")]
    [InlineData("ReadFrom", "standby", "Database:ReadFrom is 'standby'; allowed: primary, as long as Database:Host names one server only ('/var/run/postgresql').")]
    [InlineData("ReadFrom", "replica", "Database:ReadFrom is 'replica'; allowed: primary, standby.")]
    public void A_wrong_setting_is_refused(string key, string value, string message) =>
        Should.Throw<SettingException>(() => Read((key, value))).Message.ShouldBe(message);

    private static DatabaseOptions Read(params (string Key, string Value)[] settings) => DatabaseOptions.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(set => KeyValuePair.Create($"Database:{set.Key}", (string?)set.Value))).Build(), "web");
}
