using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Language;
using PowerMeter.Web.Backup.Format;

namespace PowerMeter.Web.Backup.Restore;

/// <summary>
/// The statements of a restore, all in one transaction of the owner's. The schema itself stays, with the rights on it that came
/// from elsewhere; what was in it goes, and is made anew by the migrations.
/// </summary>
internal sealed class SchemaReplacement(NpgsqlConnection connection)
{
    private const string Settings = """
        set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'iso_8601'; set local search_path = public, pg_temp;
        set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0; set local client_min_messages = warning
        """;

    // Names first, all at once: what was dropped along with something else has none any more. A sequence goes with the column that it
    // belongs to, so it comes after the tables. What extensions or other roles own stays.
    private const string DropContents = """
        do $$
        declare
          statements text[];
          statement text;
        begin
          select array_agg(sql order by step) into statements from (
            select case relkind when 'v' then 1 when 'm' then 1 when 'p' then 2 when 'S' then 4 else 3 end as step,
                   format('drop %s if exists %I.%I cascade',
                          case relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence' when 'f' then 'foreign table' else 'table' end,
                          'public', relname) as sql
            from pg_class c
            where relnamespace = 'public'::regnamespace and relkind in ('v', 'm', 'p', 'r', 'S', 'f') and relowner = current_user::regrole
              and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = c.oid and deptype = 'e')
            union all
            select 5, format('drop %s if exists %s cascade', case prokind when 'p' then 'procedure' when 'a' then 'aggregate' else 'function' end, p.oid::regprocedure)
            from pg_proc p
            where pronamespace = 'public'::regnamespace and proowner = current_user::regrole
              and not exists (select from pg_depend where classid = 'pg_proc'::regclass and objid = p.oid and deptype = 'e')
            union all
            select 6, format('drop type if exists %I.%I cascade', 'public', typname)
            from pg_type t
            where typnamespace = 'public'::regnamespace and typowner = current_user::regrole
              and (typtype in ('d', 'e', 'r') or (typtype = 'c' and (select relkind from pg_class where oid = typrelid) = 'c'))
              and not exists (select from pg_depend where classid = 'pg_type'::regclass and objid = t.oid and deptype = 'e')
          ) as contents;
          foreach statement in array coalesce(statements, '{}') loop
            execute statement;
          end loop;
        end $$
        """;

    // This site's own keys stay, as those that lie in files do: its processes go on with them.
    private const string KeepKeys = "create temporary table kept_keys on commit drop as select name, xml, created_at from data_protection_keys order by id";

    private const string PutKeysBack = "insert into data_protection_keys (name, xml, created_at) select name, xml, created_at from pg_temp.kept_keys order by created_at";

    private const string Sequences = """
        select s.relname::text, t.relname::text, a.attname::text
        from pg_class s
        join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = s.oid and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i')
        join pg_class t on t.oid = d.refobjid
        join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
        where s.relkind = 'S' and s.relnamespace = 'public'::regnamespace
        """;

    /// <summary>Needs every table for itself: gives up when another connection uses one for longer than two seconds.</summary>
    public async Task ClearAsync(CancellationToken cancel)
    {
        await connection.RunAsync($"{Settings}; set local lock_timeout = '2s'", cancel);
        if (await connection.ScalarAsync<bool>("select to_regclass('public.data_protection_keys') is not null", cancel)) await connection.RunAsync(KeepKeys, cancel);
        await connection.RunAsync(DropContents, cancel);
        await connection.RunAsync("set local lock_timeout = '60s'", cancel);
    }

    /// <summary>Makes the schema that the backup is of, without the rows that migrations begin with, and with our triggers off.</summary>
    /// <exception cref="BackupException">The backup has a table or a column that its schema does not have.</exception>
    public async Task PrepareAsync(BackupManifest manifest, CancellationToken cancel)
    {
        await Migrator.MigrateWithinAsync(connection, manifest.Schema, cancel);
        var columns = await ReadColumnsAsync(cancel);
        foreach (var entry in manifest.Entries)
            if (!columns.TryGetValue(entry.Table, out var known) || entry.Columns.FirstOrDefault(column => !known.Contains(column)) is not null)
                throw new BackupException(new Sentence("Backup_OtherColumns", entry.Table, manifest.Schema));
        foreach (var table in TablesOf(manifest)) await connection.RunAsync($"alter table {BackupTable.Quote(table)} disable trigger user", cancel);
        foreach (var table in TablesOf(manifest).Reverse()) await connection.RunAsync($"delete from {BackupTable.Quote(table)}", cancel);
    }

    /// <summary>Takes the rows of an entry: write to <see cref="NpgsqlCopyTextWriter"/>'s stream, then dispose of it.</summary>
    public async Task<NpgsqlCopyTextWriter> ImportAsync(BackupEntry entry, CancellationToken cancel)
    {
        var (table, month) = BackupLayout.Parse(entry);
        if (month is { } first)
            await connection.RunAsync("select ensure_measure_partitions($1, $1)", cancel, first.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));
        return await connection.BeginTextImportAsync($"copy {BackupTable.Quote(table.Name)} ({string.Join(", ", entry.Columns.Select(BackupTable.Quote))}) from stdin", cancel);
    }

    /// <summary>Numbers go on where they were, triggers are on again, and the schema becomes that of this program.</summary>
    public async Task FinishAsync(BackupManifest manifest, CancellationToken cancel)
    {
        await SetSequencesAsync(manifest, cancel);
        foreach (var table in TablesOf(manifest))
        {
            await connection.RunAsync($"alter table {BackupTable.Quote(table)} enable trigger user", cancel);
            await connection.RunAsync($"analyze {BackupTable.Quote(table)}", cancel);
        }

        await Migrator.MigrateWithinAsync(connection, Migrator.LatestVersion, cancel);
        if (await connection.ScalarAsync<bool>("select to_regclass('pg_temp.kept_keys') is not null", cancel)) await connection.RunAsync(PutKeysBack, cancel);
        // Whoever remembers something of the database forgets it, and begins anew.
        await connection.RunAsync("update database_epoch set epoch = gen_random_uuid(), since = clock_timestamp()", cancel);
    }

    private async Task SetSequencesAsync(BackupManifest manifest, CancellationToken cancel)
    {
        var sequences = new List<(string Name, string Table, string Column)>();
        await using (var command = new NpgsqlCommand(Sequences, connection))
        await using (var reader = await command.ExecuteReaderAsync(cancel))
            while (await reader.ReadAsync(cancel)) sequences.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        foreach (var (name, table, column) in sequences)
        {
            // A number that was given once is not given again, though its row is gone.
            var largest = await connection.ScalarAsync<long>($"select coalesce(max({BackupTable.Quote(column)}), 0)::bigint from {BackupTable.Quote(table)}", cancel);
            var last = Math.Max(largest, manifest.Sequences.GetValueOrDefault(name));
            if (last > 0) await connection.RunAsync("select setval($1::regclass, $2)", cancel, $"public.{BackupTable.Quote(name)}", last);
        }
    }

    private async Task<Dictionary<string, HashSet<string>>> ReadColumnsAsync(CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(SchemaColumns.Sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var columns = new Dictionary<string, HashSet<string>>();
        while (await reader.ReadAsync(cancel))
        {
            if (!columns.TryGetValue(reader.GetString(0), out var known)) columns.Add(reader.GetString(0), known = []);
            known.Add(reader.GetString(1));
        }

        return columns;
    }

    private static IEnumerable<string> TablesOf(BackupManifest manifest) =>
        BackupTables.All.Select(table => table.Name).Where(name => manifest.Entries.Any(entry => entry.Table == name));
}
