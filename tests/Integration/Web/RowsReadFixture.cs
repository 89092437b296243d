using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PowerMeter.Processor.Energy;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Queries;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Queries;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>A year of a sample every two minutes, rolled up, and the queries over one connection, whose reads PostgreSQL counts.</summary>
public sealed class RowsReadFixture : IAsyncLifetime
{
    public const int PeriodSeconds = 120;

    /// <summary>2025-11-01T00:00:00Z, unix seconds.</summary>
    public const long Start = 1_761_955_200;

    public const long End = Start + 365 * 86_400L;

    private TestDatabase _database = null!;
    private NpgsqlDataSource _single = null!;
    private SiteCache _site = null!;

    public int Sensor { get; private set; }

    public EnergyQuery Energy { get; private set; } = null!;

    public SampleQuery Samples { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await PostgresServer.Shared.CreateDatabaseAsync();
        Sensor = await _database.AddSensorAsync("household", PeriodSeconds);
        await _database.Owner.ExecuteAsync("select ensure_measure_partitions(to_timestamp($1), to_timestamp($2))", (double)Start, (double)End);
        await _database.Owner.ExecuteAsync(
            "insert into measures (sensor_id, time, watts, night_rate) select $1, to_timestamp(second), second % 3000, false from generate_series($2, $3, $4) as second",
            Sensor, Start, End, (long)PeriodSeconds);
        var rollup = new EnergyRollup(_database.Processor);
        while (await rollup.ClaimAsync(CancellationToken.None) is not null)
        {
        }

        // The plans are those of tables that PostgreSQL knows.
        await _database.Owner.ExecuteAsync("vacuum analyze");
        _single = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_database.Web.ConnectionString)
        {
            Passfile = _database.Server.PasswordFile("powermeter_web"),
            MaxPoolSize = 1,
        });
        _site = new SiteCache(new SiteReader(_single), TimeProvider.System, NullLogger<SiteCache>.Instance);
        await _site.StartAsync(CancellationToken.None);
        Energy = new EnergyQuery(_single, _site);
        Samples = new SampleQuery(_single);
    }

    /// <summary>What the action reads of the tables.</summary>
    internal async Task<RowsRead> CountAsync(Func<Task> action)
    {
        var before = await ReadAsync();
        await action();
        return await ReadAsync() - before;
    }

    public async ValueTask DisposeAsync()
    {
        await _site.StopAsync(CancellationToken.None);
        _site.Dispose();
        await _single.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async Task<RowsRead> ReadAsync()
    {
        // A backend keeps its counts to itself for a while, unless it is told.
        await _single.ExecuteAsync("select pg_stat_force_next_flush()");
        async Task<long> OfAsync(string tables) => await _single.ScalarAsync<long>(
            "select sum(coalesce(idx_tup_fetch, 0) + seq_tup_read)::bigint from pg_stat_user_tables where relname like $1", tables);
        return new RowsRead(await OfAsync("measures\\_2%"), await OfAsync("energy_minutes"), await OfAsync("energy_quarters"), await OfAsync("energy_hours"));
    }
}
