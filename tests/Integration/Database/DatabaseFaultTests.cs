using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Database;

public sealed class DatabaseFaultTests : IAsyncLifetime
{
    private const string Question = "select count(*) from energy_hours";

    private TestDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await PostgresServer.Shared.CreateDatabaseAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    /// <summary>What the programs live with (npgsql#6391). When the driver is mended, this fails, and <see cref="DatabaseFault"/> may be shorter.</summary>
    [Fact]
    public async Task A_statement_that_failed_while_it_was_prepared_fails_once_more_as_a_fault_of_the_database_and_then_works()
    {
        await using var web = DatabaseServices.CreateDataSource(
            new DatabaseOptions("127.0.0.1", _database.Server.Port, _database.Name, "powermeter_web"), "test",
            connection => (connection.MaxPoolSize, connection.Passfile) = (1, _database.Server.PasswordFile("powermeter_web")));
        await _database.Owner.ExecuteAsync("revoke select on energy_hours from powermeter_web");
        for (var call = 0; call < 2; call++)
            (await Should.ThrowAsync<PostgresException>(() => web.ScalarAsync<long>(Question))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        await _database.Owner.ExecuteAsync("grant select on energy_hours to powermeter_web");

        var e = await Should.ThrowAsync<Exception>(() => web.ScalarAsync<long>(Question));
        e.ShouldNotBeAssignableTo<NpgsqlException>();
        DatabaseFault.Is(e).ShouldBeTrue();
        (await web.ScalarAsync<long>(Question)).ShouldBe(0);
    }

    [Fact]
    public async Task What_the_driver_says_is_found_however_deep_it_is_wrapped_and_a_fault_of_ours_is_none()
    {
        var e = await Should.ThrowAsync<PostgresException>(() => _database.Web.ScalarAsync<int>("select 1 / 0"));
        DatabaseFault.Is(e).ShouldBeTrue();
        DatabaseFault.Is(new InvalidOperationException("tried", new InvalidOperationException("saved", e))).ShouldBeTrue();
        DatabaseFault.Is(new InvalidOperationException("ours")).ShouldBeFalse();
        DatabaseFault.Is(null).ShouldBeFalse();
    }
}
