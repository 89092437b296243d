using PowerMeter.Shared.Database;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Database;

/// <summary>Processor and Web as processes, against schemas that they do not know. Each test has a database of its own.</summary>
public sealed class SchemaGuardTests : IAsyncLifetime
{
    private const string Newer = "insert into schema_version (version, name, sha256) values (9999, '9999_future', '')";
    private const string Older = "delete from schema_version where version = (select max(version) from schema_version)";
    private const string Oldest = "truncate schema_version; insert into schema_version (version, name, sha256) values (19, '0019', ''); drop table database_epoch";
    private const string Unfinished = "revoke all on schema_version from powermeter_web, powermeter_processor";
    private const string None = "drop table schema_version";

    private readonly TemporaryDirectory _directory = new();
    private TestDatabase _database = null!;

    private static string Known => $"{Migrator.LatestVersion}";

    public async ValueTask InitializeAsync() => _database = await PostgresServer.Shared.CreateDatabaseAsync();

    [Theory]
    [InlineData("Processor", Newer, "has schema 9999, this program knows")]
    [InlineData("Web", Newer, "install the newer program")]
    [InlineData("Processor", Older, "run the migrations")]
    [InlineData("Web", Oldest, "has schema 19, this program needs")]
    [InlineData("Processor", Unfinished, "is not finished")]
    [InlineData("Web", None, "has no schema")]
    public async Task A_schema_that_the_program_does_not_know_ends_it_with_code_1_and_what_to_do(string program, string change, string sentence)
    {
        await _database.Owner.ExecuteAsync(change);
        await using var process = Start(program);
        (await process.WaitForExitAsync()).ShouldBe(1);
        process.Output.ShouldContain(sentence);
        process.Output.ShouldContain(Known);
        process.Output.ShouldNotContain("   at "); // a sentence, no trace
    }

    [Theory]
    [InlineData("Processor", Newer, "has schema 9999")]
    [InlineData("Web", Newer, "has schema 9999")]
    [InlineData("Processor", "update database_epoch set epoch = gen_random_uuid()", "it was restored")]
    [InlineData("Web", "update database_epoch set epoch = gen_random_uuid()", "it was restored")]
    public async Task What_comes_to_the_schema_while_it_runs_ends_it_too(string program, string change, string sentence)
    {
        await using var process = Start(program);
        var kind = program.ToLowerInvariant();
        await Eventually.BecomesTrueAsync("it lives", async () =>
            await _database.Owner.ScalarAsync<bool>("select exists (select from process_heartbeats where process = $1 and pid = $2)", kind, process.Id));
        await _database.Owner.ExecuteAsync(change);
        (await process.WaitForExitAsync()).ShouldBe(1);
        process.Output.ShouldContain(sentence);
    }

    [Fact]
    public async Task A_database_that_is_away_is_waited_for_and_then_looked_at()
    {
        await using var cable = new DatabaseCable(PostgresServer.Shared);
        await cable.CutAsync();
        await using var process = PowerMeterProcess.Start(
            "Processor", _database, _directory.Path, new Dictionary<string, string> { ["Database__Port"] = $"{cable.Port}", ["Database__Host"] = "127.0.0.1" });
        await Eventually.BecomesTrueAsync("it says that the database is away", () => Task.FromResult(process.Output.Contains("away", StringComparison.Ordinal)));
        process.HasExited.ShouldBeFalse();
        await _database.Owner.ExecuteAsync(Newer);
        cable.Mend();
        (await process.WaitForExitAsync()).ShouldBe(1);
        process.Output.ShouldContain("has schema 9999");
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _directory.Dispose();
    }

    private PowerMeterProcess Start(string program) => PowerMeterProcess.Start(
        program, _database, _directory.Path, new Dictionary<string, string> { ["Web__Port"] = $"{FreePort.Find()}" });
}
