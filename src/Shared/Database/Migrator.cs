using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Shared.Database;

/// <summary>
/// Applies db/migrations in order, one transaction a file, under an advisory lock, so that two at once do no harm. What
/// was applied stands in <c>schema_version</c> with a checksum: an applied file never changes afterwards.
/// </summary>
public static class Migrator
{
    private const long LockKey = 0x506F7765724D; // any number that nobody else in this database uses

    private const string CreateVersionTable = """
        create table if not exists schema_version (
          version    integer primary key,
          name       text not null,
          sha256     text not null,
          applied_at timestamptz not null default now()
        )
        """;

    /// <summary>The schema that this program knows.</summary>
    public static int LatestVersion => Migration.All[^1].Version;

    /// <returns>The names of the migrations that were applied, none when the schema was up to date.</returns>
    /// <exception cref="SettingException">The database is newer than the program, or an applied file was changed.</exception>
    public static Task<IReadOnlyList<string>> MigrateAsync(NpgsqlDataSource owner, CancellationToken cancel) => MigrateAsync(owner, LatestVersion, cancel);

    /// <summary>As far as a version, which need not be the latest: what an older program left behind is made so.</summary>
    /// <param name="upTo">The last migration that is applied.</param>
    public static async Task<IReadOnlyList<string>> MigrateAsync(NpgsqlDataSource owner, int upTo, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(owner);
        await using var connection = await owner.OpenConnectionAsync(cancel);
        await ExecuteAsync(connection, $"select pg_advisory_lock({LockKey})", cancel);
        await ExecuteAsync(connection, $"set client_min_messages = warning; {CreateVersionTable}", cancel);
        var applied = await ReadAppliedAsync(connection, cancel);
        Check(applied);

        var names = new List<string>();
        foreach (var migration in Migration.All.Where(migration => migration.Version <= upTo && !applied.ContainsKey(migration.Version)))
        {
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            await ApplyAsync(connection, migration, cancel);
            await transaction.CommitAsync(cancel);
            names.Add(migration.Name);
        }

        await ExecuteAsync(connection, $"select pg_advisory_unlock({LockKey})", cancel);
        return names;
    }

    /// <summary>Refuses to work with a schema that is older or newer than the one this program knows.</summary>
    /// <exception cref="SettingException">It is; the message says what to do.</exception>
    public static async Task CheckVersionAsync(NpgsqlDataSource database, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(database);
        await using var connection = await database.OpenConnectionAsync(cancel);
        var finding = await SchemaGuard.ReadAsync(connection, cancel);
        if (finding.Misfit(LatestVersion) is { } misfit) throw new SettingException(misfit);
    }

    /// <summary>The migrations that this program has, ascending.</summary>
    public static IReadOnlyList<(int Version, string Name, string Sha256)> Known { get; } =
        [.. Migration.All.Select(migration => (migration.Version, migration.Name, migration.Sha256))];

    /// <summary>Applies what is missing up to a version, in the caller's transaction: with it all of it is there or nothing.</summary>
    /// <param name="connection">The owner's, in a transaction.</param>
    /// <param name="version">At most <see cref="LatestVersion"/>.</param>
    /// <exception cref="SettingException">The database is newer than the program, or an applied file was changed.</exception>
    public static async Task MigrateWithinAsync(NpgsqlConnection connection, int version, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(connection);
        await ExecuteAsync(connection, $"set local client_min_messages = warning; select pg_advisory_xact_lock({LockKey}); {CreateVersionTable}", cancel);
        var applied = await ReadAppliedAsync(connection, cancel);
        Check(applied);
        foreach (var migration in Migration.All.Where(migration => migration.Version <= version && !applied.ContainsKey(migration.Version)))
            await ApplyAsync(connection, migration, cancel);
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancel)
    {
        await ExecuteAsync(connection, migration.Sql, cancel);
        await using var record = new NpgsqlCommand("insert into schema_version (version, name, sha256) values ($1, $2, $3)", connection)
        {
            Parameters = { new() { Value = migration.Version }, new() { Value = migration.Name }, new() { Value = migration.Sha256 } },
        };
        await record.ExecuteNonQueryAsync(cancel);
    }

    private static void Check(Dictionary<int, string> applied)
    {
        if (applied.Count > 0 && applied.Keys.Max() > LatestVersion)
            throw new SettingException(new SchemaFinding(applied.Keys.Max(), null).Misfit(LatestVersion)!);
        foreach (var migration in Migration.All)
            if (applied.TryGetValue(migration.Version, out var sha256) && sha256 != migration.Sha256)
                throw new SettingException($"Migration {migration.Name} differs from the one that was applied; an applied migration never changes.");
    }

    private static async Task<Dictionary<int, string>> ReadAppliedAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var applied = new Dictionary<int, string>();
        await using var command = new NpgsqlCommand("select version, sha256 from schema_version", connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel)) applied.Add(reader.GetInt32(0), reader.GetString(1));
        return applied;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancel);
    }

    private sealed record Migration(int Version, string Name, string Sql, string Sha256)
    {
        private const string Prefix = "migrations/";

        public static IReadOnlyList<Migration> All { get; } = Load();

        private static List<Migration> Load()
        {
            var assembly = typeof(Migrator).Assembly;
            return [.. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => Read(assembly, name))];
        }

        private static Migration Read(Assembly assembly, string resource)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
            var sql = reader.ReadToEnd();
            var name = resource[Prefix.Length..^".sql".Length];
            var version = int.Parse(name.AsSpan(0, 4), provider: System.Globalization.CultureInfo.InvariantCulture);
            return new Migration(version, name, sql, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql))));
        }
    }
}
