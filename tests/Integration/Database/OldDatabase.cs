using System.Text.Json;
using Npgsql;
using PowerMeter.Processor.Energy;
using PowerMeter.Shared.Database;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Tests.Integration.Database;

/// <summary>A database as an older program left it, with something in every table that people or sensors fill.</summary>
internal sealed class OldDatabase : IAsyncDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>What there is to put in, and from which version on.</summary>
    private static readonly (int Version, string Sql)[] Contents =
    [
        (1, """
            update settings set value = 'Atelier' where key = 'site_name';
            insert into users (name, password_hash, role) values ('alice', 'a hash', 'admin'), ('bob', 'another', 'reader');
            insert into sensors (name, measure_type_id, driver, settings, period_s) values
              ('house', 1, 'acs712', '{"device": "/dev/ttyACM0"}', 8), ('workshop', 1, 'simulated', '{"seed": 4}', 60);
            insert into providers (name, measure_type_id, threshold_w) values ('EDF', 1, 6000);
            insert into contracts (provider_id, valid_from, day_price_per_kwh, night_price_per_kwh, off_peak)
              select id, date '2025-01-01' + n, 0.2 + n * 0.001, 0.1, '22:30-06:30' from providers cross join generate_series(0, 400, 200) as n
            """),
        (2, """
            select ensure_measure_partitions('2025-11-30Z', '2026-01-02Z');
            insert into measures (sensor_id, time, watts, volts, battery, night_rate)
              select sensor.id, at, 100 + sensor.id * (extract(epoch from at)::bigint % 977), 230.5, null, extract(hour from at) < 6
              from sensors as sensor cross join generate_series('2025-11-30 20:00:07Z'::timestamptz, '2025-12-01 04:00Z', '30 s') as at;
            insert into measures (sensor_id, time, watts, night_rate) values (1, '2026-01-01 12:00Z', -5, false), (1, '2026-01-01 12:00:59.123456Z', 7, true)
            """),
        (4, "insert into sensor_status (sensor_id, state, since, last_seen, last_watts, samples, updated_at) values (1, 'running', now(), now(), 7, 900, now())"),
        (7, "insert into api_tokens (name, user_id, scope, token_hash) values ('phone', 1, 'read', decode(repeat('ab', 32), 'hex'))"),
        (16, "insert into settings (key, value) values ('dashboard_on_lan', 'true')"),
        (17, """
            insert into corrections (sensor_id, kind, from_time, to_time, samples, currency, tariff_version, reason, requested_by)
              values (1, 'delete', '2025-12-01Z', '2025-12-01 00:01Z', 1, 'EUR', 1, 'a spike', 'alice');
            insert into corrected_measures (correction_id, time, id, watts, night_rate) values (1, '2025-12-01 00:00:30.5Z', 1, 99999, true)
            """),
        (18, "insert into settings (key, value) values ('display_rotation', '90')"),
        (19, "insert into process_messages (process, host, source, level, message, first_at, last_at, times) values ('web', 'pi', 'A.B', 'warning', 'said', now(), now(), 2)"),
        (21, "insert into settings (key, value) values ('raw_months', '24')"),
    ];

    private OldDatabase(string name)
    {
        Name = name;
        Owner = PostgresServer.Shared.Connect("powermeter_owner", name);
        Processor = PostgresServer.Shared.Connect("powermeter_processor", name);
    }

    public string Name { get; }

    public NpgsqlDataSource Owner { get; }

    public NpgsqlDataSource Processor { get; }

    /// <param name="version">0: empty.</param>
    public static async Task<OldDatabase> CreateAsync(int version)
    {
        var name = $"t_{Guid.NewGuid():N}";
        await using (var postgres = PostgresServer.Shared.Connect("postgres", "postgres"))
            await postgres.ExecuteAsync($"create database {name} owner powermeter_owner template template0 encoding 'UTF8'");
        var database = new OldDatabase(name);
        if (version > 0) await Migrator.MigrateAsync(database.Owner, version, None);
        return database;
    }

    public async Task FillAsync(int version)
    {
        foreach (var (since, sql) in Contents)
            if (since <= version) await Owner.ExecuteAsync(sql);
    }

    /// <summary>Every row of every table, as JSON, but for those that migrations or processes write.</summary>
    public async Task<Dictionary<string, List<JsonElement>>> RowsAsync(IEnumerable<string>? tables = null)
    {
        tables ??= await Owner.QueryAsync(
            """
            select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
              and relname not in ('schema_version', 'pending_energy', 'measure_changes', 'tariff_version', 'process_heartbeats') order by 1
            """,
            row => row.GetString(0));
        var rows = new Dictionary<string, List<JsonElement>>();
        foreach (var table in tables)
            rows[table] = await Owner.QueryAsync($"select to_jsonb(t)::text from {table} as t order by to_jsonb(t)::text", row => JsonDocument.Parse(row.GetString(0)).RootElement.Clone());
        return rows;
    }

    /// <summary>Computes what waits, as the Processor does.</summary>
    public async Task DrainAsync(bool all)
    {
        var rollup = new EnergyRollup(Processor);
        // Samples of before there was a queue wait in none.
        if (all) await new EnergyBacklog(Processor, rollup, TimeProvider.System, TextWriter.Null).QueueEverythingAsync(null, None);
        while (await rollup.ClaimAsync(None) is not null)
        {
        }
    }

    /// <summary>The schema in SQL, with its rights, but for the partitions that samples have brought.</summary>
    public async Task<string> SchemaAsync()
    {
        var server = PostgresServer.Shared;
        var dump = await Shell.RunAsync(
            "pg_dump", "--schema-only", "--exclude-table=public.measures_2*",
            $"--dbname=host=127.0.0.1 port={server.Port} user=postgres dbname={Name} passfile={server.PasswordFile("postgres")}");
        // Each dump has a key of its own there.
        return string.Join('\n', dump.Split('\n').Where(line => !line.StartsWith("\\restrict", StringComparison.Ordinal) && !line.StartsWith("\\unrestrict", StringComparison.Ordinal)));
    }

    public async ValueTask DisposeAsync()
    {
        await Owner.DisposeAsync();
        await Processor.DisposeAsync();
        await PostgresServer.Shared.DropDatabaseAsync(Name);
    }
}
