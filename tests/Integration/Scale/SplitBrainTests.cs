using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Scale;

/// <summary>A primary that lives on when another one has taken over, and who has connections to it.</summary>
public sealed class SplitBrainTests : IAsyncLifetime
{
    private const string Port = "select inet_server_port()";
    private const string Write = "insert into settings (key, value) values ('site_name', 'Split') on conflict (key) do update set value = excluded.value";

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private readonly TemporaryDirectory _directory = new();
    private PostgresServer _primary = null!;
    private PostgresServer _standby = null!;
    private TestDatabase _database = null!;

    private DatabaseOptions Options => new($"127.0.0.1:{_primary.Port},127.0.0.1:{_standby.Port}", 5432, _database.Name, "powermeter_web");

    public async ValueTask InitializeAsync()
    {
        _primary = await PostgresServer.CreateAsync(_directory.File("primary"), "test");
        _database = await _primary.CreateDatabaseAsync();
        _standby = await _primary.CreateStandbyAsync(_directory.File("standby"), synchronous: true);
    }

    [Fact]
    public async Task Open_connections_to_a_primary_that_was_replaced_are_left_and_what_it_only_holds_itself_is_not_taken_for_confirmed()
    {
        await using var source = DatabaseServices.CreateDataSource(Options, "test", WithPassword);
        using var watch = new TimelineWatch(source, DatabaseServices.CreateEach(Options, "test-watch", WithPassword), TimeProvider.System, NullLogger<TimelineWatch>.Instance);
        await using var listening = await source.OpenConnectionAsync(Cancel);
        await source.ExecuteAsync(Write);

        await _standby.PromoteAsync();
        // It lives, it is asked, and it says that it is a primary: without a look at the other nothing would ever change.
        (await source.ScalarAsync<int>(Port)).ShouldBe(_primary.Port);
        (await PortAsync(listening)).ShouldBe(_primary.Port);
        // Nobody follows it any more. A commit that is given up is done there all the same, and is no success.
        await using (var hasty = source.CreateCommand(Write))
        {
            hasty.CommandTimeout = 1;
            await Should.ThrowAsync<NpgsqlException>(() => hasty.ExecuteNonQueryAsync(Cancel));
        }

        await watch.LookAsync(Cancel);
        var ended = await Should.ThrowAsync<PostgresException>(() => PortAsync(listening));
        ended.SqlState.ShouldBe(PostgresErrorCodes.AdminShutdown);
        (await source.ScalarAsync<int>(Port)).ShouldBe(_standby.Port);
        await source.ExecuteAsync(Write);
        // And so it stays: nothing is ended that is right.
        await using var kept = await source.OpenConnectionAsync(Cancel);
        await watch.LookAsync(Cancel);
        (await PortAsync(kept)).ShouldBe(_standby.Port);
    }

    [Fact]
    public async Task A_command_that_is_given_up_is_ended_on_the_server_too()
    {
        await using var source = DatabaseServices.CreateDataSource(Options, "given up", WithPassword);
        using var giveUp = new CancellationTokenSource();
        await using var command = source.CreateCommand("select pg_sleep(600)");
        var sleeping = command.ExecuteNonQueryAsync(giveUp.Token);
        await using var owner = _primary.Connect("postgres", _database.Name);
        Task<bool> SleepsAsync() => owner.ScalarAsync<bool>("select exists (select from pg_stat_activity where application_name = 'given up' and state = 'active')");
        await Eventually.BecomesTrueAsync("it runs", SleepsAsync);
        await giveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => sleeping);
        await Eventually.BecomesTrueAsync("it runs no more", async () => !await SleepsAsync());
        (await source.ScalarAsync<int>(Port)).ShouldBe(_primary.Port);
    }

    public async ValueTask DisposeAsync()
    {
        await _standby.KillAsync();
        await _primary.KillAsync();
        _directory.Dispose();
    }

    private void WithPassword(NpgsqlConnectionStringBuilder connection) => connection.Passfile = _primary.PasswordFile("powermeter_web");

    private static async Task<int> PortAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(Port, connection);
        return (int)(await command.ExecuteScalarAsync(Cancel))!;
    }
}
