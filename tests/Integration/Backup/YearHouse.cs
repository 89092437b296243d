using PowerMeter.Processor.Energy;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Tests.Integration.Backup;

/// <summary>A year of three sensors with all that a database can have: late samples, a correction, both changes of the clock, money, a removed sensor, W3bstream.</summary>
internal static class YearHouse
{
    public static async Task FillAsync(TestDatabase database)
    {
        await database.AddContractAsync(new DateOnly(2020, 1, 1), 0.20m, 0.10m);
        await database.AddContractAsync(new DateOnly(2026, 7, 1), 0.31m, 0.17m, "01:30-03:15;12:30-14:00", 20);
        await database.AddSensorAsync("removed");
        await database.Owner.ExecuteAsync("delete from sensors where name = 'removed'");
        await database.AddSensorAsync("plug", driver: "awox", settings: """{"address": "11:22:33:44:55:66", "note": "tab\t and \\ and \n line"}""");
        await database.AddSensorAsync("year", maxGapSeconds: 3600);
        await database.AddSensorAsync("clock changes", maxGapSeconds: 60);
        await database.Owner.ExecuteAsync("select ensure_measure_partitions('2025-12-31Z', '2027-01-02Z')");
        await InsertAsync(database, "year", "2026-01-01", "2026-12-31T23:59:00", 600);
        await InsertAsync(database, "clock changes", "2026-03-28T20:00:00", "2026-03-29T20:00:00", 8);
        await InsertAsync(database, "clock changes", "2026-10-24T20:00:00", "2026-10-25T20:00:00", 8);
        await DrainAsync(database);
        // Late ones, between those that are there; the second half is not rolled up yet.
        await InsertAsync(database, "year", "2026-05-01T00:03:00", "2026-05-02T00:00:00", 660);
        await DrainAsync(database);
        await InsertAsync(database, "year", "2026-06-01T00:04:00", "2026-06-02T00:00:00", 660);
        await database.Owner.ExecuteAsync("insert into w3bstream_spans (from_time, until_time) values ('2026-02-01Z', '2026-02-02Z')");
        await database.Owner.ExecuteAsync("""
            insert into w3bstream_outbox (stream, window_start, window_end, watts, covered_s, profile, event_id, body)
            values ('2', '2026-02-01Z', '2026-02-01T00:00:05Z', 1.5, 5, 'devnet', gen_random_uuid(), '\x00ff0a5c')
            """);
        await database.Owner.ExecuteAsync("insert into reward_quarters (start, tokens, covered_s) values ('2026-02-01Z', 1.25, 900)");
    }

    public static async Task DrainAsync(TestDatabase database)
    {
        var rollup = new EnergyRollup(database.Processor);
        while (await rollup.ClaimAsync(CancellationToken.None) is not null)
        {
        }
    }

    private static Task InsertAsync(TestDatabase database, string sensor, string from, string until, int seconds) => database.Web.ExecuteAsync("""
        insert into measures (sensor_id, time, watts, volts, battery, night_rate)
        select (select id from sensors where name = $1), t + make_interval(secs => 0.000001 * (extract(epoch from t)::bigint % 7)),
               300 + 280 * sin(extract(epoch from t) / 7000), case when extract(epoch from t)::bigint % 3 = 0 then 229.7 end,
               case when extract(epoch from t)::bigint % 5 = 0 then 87.5 end, extract(hour from t) < 6
        from generate_series($2::timestamp at time zone 'UTC', $3::timestamp at time zone 'UTC', make_interval(secs => $4)) as t
        on conflict do nothing
        """, sensor, from, until, (double)seconds);
}
