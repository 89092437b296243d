using Npgsql;
using PowerMeter.Shared.Database;

namespace PowerMeter.Tests.TestKit;

/// <summary>
/// A private PostgreSQL cluster made by <c>system/private-cluster</c>. The one that all tests share is made by the test
/// command, which names its directory in POWERMETER_TEST_CLUSTER; a test that kills its server makes one of its own.
/// Tests fail, they never skip, when it is missing.
/// </summary>
public sealed class PostgresServer
{
    private static readonly SemaphoreSlim TemplateGate = new(1);
    private static bool _templateMade;

    private PostgresServer(string directory) => Directory = directory;

    public static PostgresServer Shared { get; } = new(
        Environment.GetEnvironmentVariable("POWERMETER_TEST_CLUSTER")
        ?? throw new InvalidOperationException("POWERMETER_TEST_CLUSTER is not set: run the tests with ./powermeter test."));

    public string Directory { get; }

    public int Port => int.Parse(File.ReadAllText(Path.Combine(Directory, "port")), System.Globalization.CultureInfo.InvariantCulture);

    public string Socket => File.ReadAllText(Path.Combine(Directory, "socket")).Trim();

    /// <summary>Makes and starts a server that this test alone uses, and may kill.</summary>
    /// <param name="profile">test (no fsync) or test-durable.</param>
    public static async Task<PostgresServer> CreateAsync(string directory, string profile)
    {
        var server = new PostgresServer(directory);
        await Shell.RunAsync(Repository.File("system/private-cluster"), "init", directory, "--profile", profile);
        await server.StartAsync();
        return server;
    }

    /// <summary>Makes and starts a streaming standby of this server, which must run. It takes over the passwords.</summary>
    /// <param name="synchronous">This server confirms a commit only when the standby has it too.</param>
    public async Task<PostgresServer> CreateStandbyAsync(string directory, bool synchronous)
    {
        string[] arguments = ["standby", directory, "--of", Directory, .. synchronous ? new[] { "--synchronous" } : []];
        await Shell.RunAsync(Repository.File("system/private-cluster"), arguments);
        return new PostgresServer(directory);
    }

    /// <summary>Makes this standby a primary; returns when it takes writes.</summary>
    public Task PromoteAsync() => Shell.RunAsync(Repository.File("system/private-cluster"), "promote", Directory);

    /// <summary>A database that came by replication.</summary>
    public TestDatabase Open(string database) => new(this, database);

    public Task StartAsync() => Shell.RunAsync(Repository.File("system/private-cluster"), "start", Directory);

    public Task StopAsync() => Shell.RunAsync(Repository.File("system/private-cluster"), "stop", Directory);

    /// <summary>SIGKILL, as when the power fails.</summary>
    public Task KillAsync() => Shell.RunAsync(Repository.File("system/private-cluster"), "kill", Directory);

    public string PasswordFile(string role) => Path.Combine(Directory, "passwords", $"{role}.pgpass");

    public NpgsqlDataSource Connect(string role, string database)
    {
        var source = new NpgsqlDataSourceBuilder
        {
            ConnectionStringBuilder =
            {
                Host = "127.0.0.1", Port = Port, Database = database, Username = role, Passfile = PasswordFile(role),
                MaxPoolSize = 20, Timeout = 5, MaxAutoPrepare = 40, AutoPrepareMinUsages = 2, ConnectionIdleLifetime = 10,
            },
        };
        return source.Build();
    }

    /// <summary>A database of its own for one test class: a clone of the migrated template.</summary>
    public async Task<TestDatabase> CreateDatabaseAsync()
    {
        await using var postgres = Connect("postgres", "postgres");
        await MakeTemplateAsync(postgres);
        var name = $"t_{Guid.NewGuid():N}";
        await postgres.ExecuteAsync($"create database {name} template powermeter_template owner powermeter_owner");
        return new TestDatabase(this, name);
    }

    /// <summary>A database as db/create-database.sql leaves it: without a schema.</summary>
    public async Task<TestDatabase> CreateEmptyDatabaseAsync()
    {
        await using var postgres = Connect("postgres", "postgres");
        var name = $"t_{Guid.NewGuid():N}";
        await postgres.ExecuteAsync($"create database {name} owner powermeter_owner template template0 encoding 'UTF8'");
        await postgres.ExecuteAsync($"revoke all on database {name} from public");
        await postgres.ExecuteAsync($"grant connect on database {name} to powermeter_receiver, powermeter_processor, powermeter_web");
        await postgres.ExecuteAsync($"grant temporary on database {name} to powermeter_receiver");
        return new TestDatabase(this, name);
    }

    public async Task DropDatabaseAsync(string name)
    {
        await using var postgres = Connect("postgres", "postgres");
        await postgres.ExecuteAsync($"drop database if exists {name} with (force)");
    }

    private async Task MakeTemplateAsync(NpgsqlDataSource postgres)
    {
        await TemplateGate.WaitAsync();
        try
        {
            if (_templateMade && this == Shared) return;
            // Another test program of this run may have made it, perhaps an older one: make it anew if nobody did.
            var exists = await postgres.ScalarAsync<bool>("select exists (select from pg_database where datname = 'powermeter_template')");
            if (!exists) await postgres.ExecuteAsync("create database powermeter_template owner powermeter_owner template template0 encoding 'UTF8'");
            await using (var owner = Connect("powermeter_owner", "powermeter_template"))
                await Migrator.MigrateAsync(owner, CancellationToken.None);
            _templateMade = true;
        }
        finally
        {
            TemplateGate.Release();
        }
    }
}
