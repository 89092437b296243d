using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Receiver;

/// <summary>
/// The database's disk is full: the server runs and refuses what is new, with the code and the words that it has for that.
/// Simulated samples fall on every multiple of the period, so a lost one shows.
/// </summary>
public sealed class FullDatabaseDiskTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>, IDisposable
{
    private const double PeriodSeconds = 0.05;

    // As PostgreSQL's mdextend() says it (src/backend/storage/smgr/md.c): ERRCODE_DISK_FULL.
    private const string Fill = """
        create function refuse_for_want_of_room() returns trigger language plpgsql as $$
        begin
          raise exception 'could not extend file "base/1/1": No space left on device' using errcode = 'disk_full', hint = 'Check free disk space.';
        end $$;
        create trigger no_room before insert on measures for each statement execute function refuse_for_want_of_room();
        """;

    private const string MakeRoom = "drop trigger no_room on measures; drop function refuse_for_want_of_room()";

    // Whether each write waited for the disk.
    private const string Listen = """
        create table flushes (waited text not null, samples bigint not null);
        create function note_flush() returns trigger language plpgsql security definer set search_path = public as $$
        begin
          insert into flushes select current_setting('synchronous_commit'), count(*) from written having count(*) > 0;
          return null;
        end $$;
        create trigger note_flush after insert on measures referencing new table as written for each statement execute function note_flush();
        """;

    private readonly TestDatabase _database = fixture.Database;
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task What_the_full_disk_refuses_waits_in_the_spool_and_is_found_once_and_flushed_when_there_is_room()
    {
        await _database.AddSensorAsync("load", PeriodSeconds, "simulated");
        await _database.Owner.ExecuteAsync(Listen);
        await using var receiver = PowerMeterProcess.Start(
            "Receiver", _database, _directory.Path, new Dictionary<string, string> { ["Batch__FlushEach"] = "false" });
        await IsTrueAsync("samples come in", "select count(*) > 20 from measures");

        await _database.Owner.ExecuteAsync(Fill);
        await IsTrueAsync("the status says that samples wait", "select spool_depth > 20 from sensor_status");
        await Eventually.BecomesTrueAsync("the log says why", () => Task.FromResult(receiver.Output.Contains("No space left on device", StringComparison.Ordinal)));
        (await _database.Owner.ScalarAsync<string>("select state from sensor_status")).ShouldBe("running");
        var refused = await _database.Owner.ScalarAsync<long>("select count(*) from measures");

        await _database.Owner.ExecuteAsync(MakeRoom);
        await IsTrueAsync("nothing waits any more", "select spool_depth = 0 and updated_at > now() - interval '2 s' from sensor_status");
        (await _database.Owner.ScalarAsync<long>("select count(*) from measures")).ShouldBeGreaterThan(refused);
        (await receiver.StopAsync()).ShouldBe(0);

        (await _database.Owner.ScalarAsync<double>(
            "select count(*) - round(extract(epoch from max(time) - min(time))::double precision / $1) - 1 from measures", PeriodSeconds)).ShouldBe(0);
        // Live samples did not wait for the disk, as was asked; those that the spool forgets then did.
        (await _database.Owner.ScalarAsync<bool>("select exists (select from flushes where waited = 'off')")).ShouldBeTrue();
        (await _database.Owner.ScalarAsync<long>("select coalesce(sum(samples), 0)::bigint from flushes where waited = 'on'")).ShouldBeGreaterThan(20);
    }

    public void Dispose() => _directory.Dispose();

    private Task IsTrueAsync(string what, string sql) =>
        Eventually.BecomesTrueAsync(what, async () => await _database.Owner.ScalarAsync<bool>($"select coalesce(({sql}), false)"));
}
