using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using PowerMeter.Processor.Energy;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Corrections;
using PowerMeter.Web.Server;
using Xunit;

namespace PowerMeter.Tests.Integration.Web.Corrections;

/// <summary>A database with contracts, and the services that correct, without a Web process.</summary>
public sealed class CorrectionSite : IAsyncLifetime
{
    /// <summary>2026-09-21T14:00:00Z, on the hour; unix seconds.</summary>
    public const long Start = 1_790_000_000 - 800;

    private SiteCache? _sites;

    public TestDatabase Database { get; private set; } = null!;

    public SampleCorrections Corrections { get; private set; } = null!;

    public CorrectionTrail Trail { get; private set; } = null!;

    public SampleDeletion Deletion { get; private set; } = null!;

    public EnergyQuery Energy { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await PostgresServer.Shared.CreateDatabaseAsync();
        await Database.AddContractAsync(new DateOnly(2020, 1, 1), 0.20m, 0.10m);
        _sites = new SiteCache(new SiteReader(Database.Web), TimeProvider.System, NullLogger<SiteCache>.Instance);
        await _sites.ReadAgainAsync(CancellationToken.None);
        Energy = new EnergyQuery(Database.Web, _sites);
        Corrections = Create(() => Task.CompletedTask);
        Trail = new CorrectionTrail(Database.Web);
        Deletion = new SampleDeletion(Database.Web, new SiteReader(Database.Web));
    }

    /// <param name="committing">Runs when all is done but the commit.</param>
    public SampleCorrections Create(Func<Task> committing, bool readOnly = false)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Web:ReadOnly"] = readOnly ? "true" : "false" }).Build();
        return new SampleCorrections(
            Database.Web, Energy, _sites!, new SiteReader(Database.Web), new ReadOnlyMode(WebOptions.Read(settings)), TimeProvider.System)
        {
            Committing = committing,
        };
    }

    public Task ReadTariffsAgainAsync() => _sites!.ReadAgainAsync(CancellationToken.None);

    public async Task DrainAsync()
    {
        var rollup = new EnergyRollup(Database.Processor);
        while (await rollup.ClaimAsync(CancellationToken.None) is not null)
        {
        }
    }

    /// <summary>A correction of [from, until) in seconds after <see cref="Start"/>.</summary>
    public static CorrectionRequest Request(int sensor, CorrectionKind kind, long from, long until) =>
        new(sensor, kind, (Start + from) * UnixMicroseconds.PerSecond, (Start + until) * UnixMicroseconds.PerSecond) { Reason = "a test" };

    /// <summary>Every column of the sensor's samples.</summary>
    public Task<List<string>> RowsAsync(int sensor) =>
        Database.Owner.QueryAsync("select measures::text from measures where sensor_id = $1 order by time", row => row.GetString(0), sensor);

    /// <summary>Every column of its roll-ups.</summary>
    public Task<List<string>> RollupsAsync(int sensor) => Database.Owner.QueryAsync(
        "select m::text from energy_minutes m where sensor_id = $1 union all select q::text from energy_quarters q where sensor_id = $1 union all select h::text from energy_hours h where sensor_id = $1 order by 1",
        row => row.GetString(0), sensor);

    public async ValueTask DisposeAsync()
    {
        _sites?.Dispose();
        await Database.DisposeAsync();
    }
}
