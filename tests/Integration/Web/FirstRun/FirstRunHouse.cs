using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.FirstRun;
using PowerMeter.Web.SensorSetup;
using PowerMeter.Web.Server;
using PowerMeter.Web.Tariffs;
using PowerMeter.Web.W3bstream;

namespace PowerMeter.Tests.Integration.Web.FirstRun;

/// <summary>A database that nobody has set up, with the rights of Web, and browsers that answer.</summary>
internal sealed class FirstRunHouse : IAsyncDisposable
{
    private readonly TemporaryDirectory _keys = new();
    private readonly FirstRunWriter _writer;

    private FirstRunHouse(TestDatabase database)
    {
        Database = database;
        var secrets = TestKeyRing.MakeIn(_keys.Path);
        var readOnly = new ReadOnlyMode(WebOptions.Read(new ConfigurationBuilder().Build()));
        // Whatever changes or reads samples is none of the first run's.
        var sensors = new SensorChanges(database.Web, secrets, null!, null!, readOnly, TimeProvider.System);
        Installation = new Installation(database.Web);
        Table = new FirstRunTable(database.Web, new DraftDocument(secrets), readOnly);
        Checks = new FirstRunChecks(new UserChanges(), sensors, new TariffDrafts());
        _writer = new FirstRunWriter(
            database.Web, Checks, sensors, new TariffDrafts(), new W3bstreamTable(database.Web, secrets), Installation, readOnly, TimeProvider.System,
            NullLogger<FirstRunWriter>.Instance);
    }

    public TestDatabase Database { get; }

    public Installation Installation { get; }

    public FirstRunTable Table { get; }

    public FirstRunChecks Checks { get; }

    /// <summary>All that one can answer.</summary>
    public static FirstRunDraft Answers { get; } = new()
    {
        Language = "fr",
        TimeZone = "America/New_York",
        Currency = "USD",
        SiteName = "Workshop",
        AccountName = "camille",
        PasswordHash = UserChanges.HashOf("a long enough password"),
        Sensor = new SensorDraft("simulated", "Bench"),
        Tariff = new TariffDraft("Village power") { PeakPricePerKwh = 0.3m, OffPeakPricePerKwh = 0.2m, OffPeak = "22:00-06:00", StandingChargePerMonth = 10 },
        PublishUrl = "https://example.org/event",
        Token = "a-token",
    };

    public static async Task<FirstRunHouse> CreateAsync() => new(await PostgresServer.Shared.CreateDatabaseAsync());

    /// <summary>A browser, known by a number.</summary>
    public FirstRunSession Browser(byte number) => new(Table, _writer, Installation, new Visitor([.. Enumerable.Repeat(number, 32)], $"192.168.1.{number}"));

    /// <summary>A browser that has answered everything.</summary>
    public async Task<FirstRunSession> ReadyAsync(byte number)
    {
        var browser = Browser(number);
        await browser.BeginAsync(Answers, CancellationToken.None);
        if (browser.Phase == FirstRunPhase.Elsewhere) await browser.TakeOverAsync(CancellationToken.None);
        browser.Put(Answers);
        browser.GoTo(FirstRunStep.Summary);
        await browser.SaveAsync(CancellationToken.None);
        return browser;
    }

    public Task<long> CountAsync(string table) => Database.Owner.ScalarAsync<long>($"select count(*) from {table}");

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        _keys.Dispose();
    }
}
