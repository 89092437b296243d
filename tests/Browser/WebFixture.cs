using Microsoft.Playwright;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;
using TaggedSample = PowerMeter.Tests.TestKit.ReferenceIntegral.TaggedSample;

namespace PowerMeter.Tests.Browser;

/// <summary>A base station as a visitor meets it: a database with a user and a sensor, the Web process, a real Chromium.</summary>
public sealed class WebFixture : IAsyncLifetime
{
    public const string Login = WebSite.UserName;
    public const string Password = WebSite.Password;
    public const int PeriodSeconds = 8;

    /// <summary>What sensors say that their period is: one that was measured before a slow sign-in is still fresh after it.</summary>
    public const int PatientPeriodSeconds = 60;

    /// <summary>How long anything may take on a machine that does much else: milliseconds.</summary>
    private const float Patience = 60_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public TestDatabase Database { get; private set; } = null!;

    public WebSite Site { get; private set; } = null!;

    public ValueTask InitializeAsync() => InitializeAsync(isSetUp: true);

    /// <summary>A base station that nobody has set up yet: each test finishes its own first run.</summary>
    public static async Task<WebFixture> StartEmptyAsync()
    {
        var fixture = new WebFixture();
        await fixture.InitializeAsync(isSetUp: false);
        return fixture;
    }

    /// <summary>A base station whose Web process reaches its database by a cable.</summary>
    public static async Task<WebFixture> StartBehindAsync(DatabaseCable cable)
    {
        ArgumentNullException.ThrowIfNull(cable);
        var fixture = new WebFixture();
        var port = cable.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await fixture.InitializeAsync(isSetUp: true, new Dictionary<string, string> { ["Database__Port"] = port });
        return fixture;
    }

    private async ValueTask InitializeAsync(bool isSetUp, IReadOnlyDictionary<string, string>? settings = null)
    {
        Database = await PostgresServer.Shared.CreateDatabaseAsync();
        Site = isSetUp ? await WebSite.StartAsync(Database, settings) : await WebSite.StartAnotherAsync(Database);
        // Its own would be 5 s, and a busy machine draws late.
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (Site is not null) await Site.DisposeAsync();
        if (Database is not null) await Database.DisposeAsync();
    }

    /// <summary>A browser of its own (cookies, language, size), not signed in.</summary>
    public async Task<Visit> VisitAsync(BrowserNewContextOptions? options = null)
    {
        options ??= new BrowserNewContextOptions();
        options.BaseURL = Site.Address.ToString();
        options.Locale ??= "en-GB";
        var context = await _browser!.NewContextAsync(options);
        context.SetDefaultTimeout(Patience);
        return await Visit.StartAsync(context);
    }

    /// <summary>A visit that is signed in and has the dashboard open.</summary>
    /// <param name="path">What to open, such as /conso?scale=week.</param>
    public async Task<Visit> LoginAsync(string path = "/conso", BrowserNewContextOptions? options = null)
    {
        var visit = await VisitAsync(options);
        await visit.Page.GotoAsync(path);
        await visit.SignInAsync(Login, Password);
        await visit.WaitForAddressAsync(path);
        return visit;
    }

    /// <summary>Steady samples that end at a moment; roll-ups included.</summary>
    public async Task FillAsync(int sensorId, DateTimeOffset until, TimeSpan length, double watts)
    {
        var last = until.ToUnixTimeSeconds();
        var samples = Enumerable.Range(0, (int)length.TotalSeconds / PeriodSeconds)
            .Select(i => new TaggedSample(last - (long)i * PeriodSeconds, watts + i % 7, i % 900 < 450))
            .ToList();
        await Database.InsertMeasuresAsync(sensorId, samples);
        await RollUpAsync();
    }

    /// <summary>Gives a new site the list of offers that comes with the program, as its migration does.</summary>
    public async Task LoadOffersAsync()
    {
        var owner = new Dictionary<string, string> { ["Database__Username"] = "powermeter_owner" };
        await using var load = PowerMeterProcess.Start("Web", Database, Site.Directory, owner, "powermeter_owner", ["--update-offers"]);
        (await load.WaitForExitAsync()).ShouldBe(0, load.Output);
    }

    /// <summary>Lets a Processor do what waits.</summary>
    public async Task RollUpAsync()
    {
        await using var processor = PowerMeterProcess.Start("Processor", Database, Site.Directory, null, "--drain");
        if (await processor.WaitForExitAsync() != 0) throw new InvalidOperationException(processor.Output);
    }
}
