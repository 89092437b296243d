using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Web.Accounts;

namespace PowerMeter.Tests.TestKit;

/// <summary>One test class's database, with a data source a role, so that tests run with the rights of production.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly Dictionary<string, NpgsqlDataSource> _sources = [];

    internal TestDatabase(PostgresServer server, string name)
    {
        Server = server;
        Name = name;
    }

    public PostgresServer Server { get; }

    public string Name { get; }

    public NpgsqlDataSource Owner => Source("powermeter_owner");

    public NpgsqlDataSource Receiver => Source("powermeter_receiver");

    public NpgsqlDataSource Processor => Source("powermeter_processor");

    public NpgsqlDataSource Web => Source("powermeter_web");

    public static IDbContextFactory<PowerMeterContext> Contexts(NpgsqlDataSource source) => new ContextFactory(source);

    /// <summary>Adds a sensor of kind <c>push</c>, which no Receiver drives, unless another driver is named.</summary>
    /// <returns>Its id.</returns>
    public Task<int> AddSensorAsync(string name, double periodSeconds = 8, string driver = "push", string settings = "{}", double? maxGapSeconds = null) =>
        Owner.ScalarAsync<int>(
            "insert into sensors (name, measure_type_id, driver, settings, period_s, max_gap_override_s) values ($1, 1, $2, $3::jsonb, $4, $5) returning id",
            name, driver, settings, periodSeconds, maxGapSeconds);

    /// <summary>Adds a user, who may do everything unless another role is given.</summary>
    public Task AddUserAsync(string name, string password, string role = User.Admin)
    {
        var user = new User { Name = name, PasswordHash = "", Role = role, CreatedAt = default };
        return Owner.ExecuteAsync(
            "insert into users (name, password_hash, role) values ($1, $2, $3)",
            name, new PasswordHasher<User>().HashPassword(user, password), user.Role);
    }

    /// <summary>Adds a bearer token of a user's.</summary>
    /// <param name="scope">read, write or admin.</param>
    /// <returns>The token as it is sent.</returns>
    public async Task<string> AddTokenAsync(string name, string scope, string userName)
    {
        var token = TokenText.Create();
        await Owner.ExecuteAsync(
            "insert into api_tokens (name, user_id, scope, token_hash) select $1, id, $2, $3 from users where name = $4",
            name, scope, TokenText.HashOf(token), userName);
        return token;
    }

    /// <summary>Adds a contract from a date on, with a provider of its own.</summary>
    /// <param name="vatPercent">What comes on top of the prices; null for prices that include it.</param>
    public Task AddContractAsync(DateOnly validFrom, decimal dayPrice, decimal nightPrice, string offPeak = "22:30-06:30", decimal? vatPercent = null) =>
        Owner.ExecuteAsync(
            """
            with provider as (insert into providers (name, measure_type_id) values ('Provider from ' || $1, 1) returning id)
            insert into contracts (provider_id, valid_from, day_price_per_kwh, night_price_per_kwh, off_peak, prices_include_vat, vat_percent)
            select id, $1, $2, $3, $4, $5, $6 from provider
            """,
            validFrom, dayPrice, nightPrice, offPeak, vatPercent is null, vatPercent ?? 0);

    public async ValueTask DisposeAsync()
    {
        foreach (var source in _sources.Values) await source.DisposeAsync();
        await Server.DropDatabaseAsync(Name);
    }

    private NpgsqlDataSource Source(string role)
    {
        lock (_sources)
        {
            if (!_sources.TryGetValue(role, out var source)) _sources[role] = source = Server.Connect(role, Name);
            return source;
        }
    }

    private sealed class ContextFactory(NpgsqlDataSource source) : IDbContextFactory<PowerMeterContext>
    {
        public PowerMeterContext CreateDbContext() =>
            new(new DbContextOptionsBuilder<PowerMeterContext>().UseNpgsql(source).Options);
    }
}
