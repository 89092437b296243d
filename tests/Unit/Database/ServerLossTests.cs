using Npgsql;
using PowerMeter.Shared.Database;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Database;

public sealed class ServerLossTests
{
    [Theory]
    [InlineData(PostgresErrorCodes.AdminShutdown, true)]
    [InlineData(PostgresErrorCodes.CrashShutdown, true)]
    [InlineData(PostgresErrorCodes.CannotConnectNow, true)]
    [InlineData(PostgresErrorCodes.ConnectionFailure, true)]
    [InlineData(PostgresErrorCodes.QueryCanceled, false)]
    [InlineData(PostgresErrorCodes.UniqueViolation, false)]
    [InlineData(PostgresErrorCodes.DiskFull, false)]
    public void A_server_that_goes_is_no_server_that_says_no(string state, bool isLost) =>
        ServerLoss.Is(new PostgresException("words", "FATAL", "FATAL", state)).ShouldBe(isLost);

    [Fact]
    public void A_connection_that_broke_is_a_loss_and_a_fault_of_ours_is_none()
    {
        ServerLoss.Is(new NpgsqlException("Exception while reading from stream")).ShouldBeTrue();
        ServerLoss.Is(new InvalidOperationException()).ShouldBeFalse();
        ServerLoss.Is(null).ShouldBeFalse();
    }

    [Theory]
    [InlineData("/var/run/postgresql", false)]
    [InlineData("localhost", false)]
    [InlineData("db.home", true)]
    [InlineData("127.0.0.1:5432,db2.home", true)]
    public async Task A_machine_that_falls_silent_is_asked_whether_it_is_there(string host, bool isAsked)
    {
        await using var source = DatabaseServices.CreateDataSource(new DatabaseOptions(host, 5432, "powermeter", "powermeter_web"), "test");
        var connection = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        (connection.TcpKeepAlive, connection.TcpKeepAliveTime > 0, connection.TcpKeepAliveInterval > 0).ShouldBe((isAsked, isAsked, isAsked));
    }
}
