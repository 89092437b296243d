using System.Text.Json;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Database;

/// <summary>Upgrades: from every schema that there ever was to the one of today, with data in it.</summary>
public sealed class MigrationTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>What every older one must become: made once for all of them.</summary>
    private static readonly Lazy<Task<(string Schema, List<(string, DateTime, double, double, double)> Energy)>> Fresh = new(MakeFreshAsync);

    /// <summary>0010 never was.</summary>
    public static TheoryData<int> Versions => [.. Enumerable.Range(1, Migrator.LatestVersion - 1).Where(version => version != 10)];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task From_every_schema_everything_is_there_afterwards(int version)
    {
        await using var old = await OldDatabase.CreateAsync(version);
        (await VersionAsync(old)).ShouldBe(version);
        await old.FillAsync(version);
        var before = await old.RowsAsync();
        (await Migrator.MigrateAsync(old.Owner, None)).Count.ShouldBeGreaterThan(0);
        (await VersionAsync(old)).ShouldBe(Migrator.LatestVersion);

        var after = await old.RowsAsync(before.Keys);
        foreach (var (table, rows) in before)
        {
            after[table].Count.ShouldBeGreaterThanOrEqualTo(rows.Count, table);
            foreach (var row in rows) after[table].ShouldContain(now => Holds(now, row), $"{table}: {row}");
        }

        var (schema, energy) = await Fresh.Value;
        (await old.SchemaAsync()).ShouldBe(schema);
        if (version < 2) return;
        await old.DrainAsync(all: version < 3);
        (await EnergyAsync(old)).ShouldBe(energy);
        (await EnergyAsync(old)).Count.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task An_applied_file_that_was_changed_is_refused()
    {
        await using var old = await OldDatabase.CreateAsync(5);
        await old.Owner.ExecuteAsync("update schema_version set sha256 = 'another' where version = 3");
        (await Should.ThrowAsync<Exception>(() => Migrator.MigrateAsync(old.Owner, None))).Message.ShouldContain("0003_energy");
        (await VersionAsync(old)).ShouldBe(5);
    }

    [Fact]
    public async Task Two_at_once_apply_each_file_once()
    {
        await using var empty = await OldDatabase.CreateAsync(0);
        var applied = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Migrator.MigrateAsync(empty.Owner, None)));
        var names = applied.SelectMany(names => names).ToList();
        names.ShouldBeUnique();
        names.Count.ShouldBe(await empty.Owner.ScalarAsync<int>("select count(*)::integer from schema_version"));
        (await VersionAsync(empty)).ShouldBe(Migrator.LatestVersion);
    }

    [Fact]
    public async Task One_that_fails_leaves_nothing_half_done_and_can_be_tried_again()
    {
        await using var old = await OldDatabase.CreateAsync(20);
        var before = await old.SchemaAsync();
        // The new files come upon the name at their end.
        await old.Owner.ExecuteAsync("create function drop_measure_month(date) returns bigint language sql as 'select 1::bigint'");
        await Should.ThrowAsync<PostgresException>(() => Migrator.MigrateAsync(old.Owner, None));
        (await VersionAsync(old)).ShouldBe(20);
        await old.Owner.ExecuteAsync("drop function drop_measure_month(date)");
        (await old.SchemaAsync()).ShouldBe(before);
        (await Migrator.MigrateAsync(old.Owner, None)).ShouldContain("0021_retention");
    }

    [Fact]
    public async Task Killed_in_the_middle_nothing_is_half_done()
    {
        await using var old = await OldDatabase.CreateAsync(20);
        await old.FillAsync(20);
        var before = await old.SchemaAsync();
        using var directory = new TemporaryDirectory();
        await using (var reader = await old.Owner.OpenConnectionAsync(None))
        await using (await reader.BeginTransactionAsync(None))
        {
            // Whoever alters the table waits for who reads it.
            await using (var read = new NpgsqlCommand("select count(*) from settings", reader)) await read.ExecuteScalarAsync(None);
            await using var migrator = PowerMeterProcess.Start(
                "Web", PostgresServer.Shared, old.Name, directory.Path, new Dictionary<string, string> { ["Database__Username"] = "powermeter_owner" }, "powermeter_owner", ["--migrate"]);
            await Eventually.BecomesTrueAsync("it waits in the middle of a file", async () => await old.Owner.ScalarAsync<bool>(
                "select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%settings_raw_months%')"));
            await migrator.KillAsync();
        }

        await Eventually.BecomesTrueAsync("its connection is gone", async () => await old.Owner.ScalarAsync<long>(
            "select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())") == 0);
        (await old.SchemaAsync()).ShouldBe(before);
        await Migrator.MigrateAsync(old.Owner, None);
        (await VersionAsync(old)).ShouldBe(Migrator.LatestVersion);
    }

    private static async Task<(string Schema, List<(string, DateTime, double, double, double)> Energy)> MakeFreshAsync()
    {
        await using var fresh = await OldDatabase.CreateAsync(Migrator.LatestVersion);
        var schema = await fresh.SchemaAsync();
        await fresh.FillAsync(2);
        await fresh.DrainAsync(all: false);
        return (schema, await EnergyAsync(fresh));
    }

    private static Task<int> VersionAsync(OldDatabase database) => database.Owner.ScalarAsync<int>("select max(version) from schema_version");

    private static async Task<List<(string, DateTime, double, double, double)>> EnergyAsync(OldDatabase database) => await database.Owner.QueryAsync(
        """
        select sensors.name, start, round(day_wh::numeric, 9)::double precision, round(night_wh::numeric, 9)::double precision, covered_s
        from energy_minutes join sensors on sensors.id = sensor_id
        union all
        select sensors.name, start, round(day_wh::numeric, 9)::double precision, round(night_wh::numeric, 9)::double precision, covered_s
        from energy_hours join sensors on sensors.id = sensor_id order by 1, 2, 5
        """,
        row => (row.GetString(0), row.GetDateTime(1), row.GetDouble(2), row.GetDouble(3), row.GetDouble(4)));

    /// <summary>Every field of the older row stands in the newer one, which may have more.</summary>
    private static bool Holds(JsonElement now, JsonElement before) =>
        before.EnumerateObject().All(field => now.TryGetProperty(field.Name, out var value) && JsonElement.DeepEquals(value, field.Value));
}
