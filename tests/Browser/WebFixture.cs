using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Identity;
using Microsoft.Playwright;
using PowerMeter.Shared.Database;
using PowerMeter.Tests.TestKit;
using Xunit;
using TaggedSample = PowerMeter.Tests.TestKit.ReferenceIntegral.TaggedSample;

namespace PowerMeter.Tests.Browser;

/// <summary>A base station as a visitor meets it: a database with a user and a sensor, the Web process, a real Chromium.</summary>
public sealed class WebFixture : IAsyncLifetime
{
    public const string Login = "alice";
    public const string Password = "seven green kettles";
    public const int PeriodSeconds = 8;

    private readonly int _port = FreePort();
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public TestDatabase Database { get; private set; } = null!;

    public PowerMeterProcess Web { get; private set; } = null!;

    /// <summary>Settings, spool and keys of this base station: start Receiver and Processor there too.</summary>
    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("powermeter-browser-").FullName;

    /// <summary>Such as http://127.0.0.1:40123, without a slash at the end.</summary>
    public string Address => $"http://127.0.0.1:{_port}";

    public async ValueTask InitializeAsync()
    {
        Database = await PostgresServer.Shared.CreateDatabaseAsync();
        await AddUserAsync(Login, Password);
        await StartWebAsync();
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
        if (Web is not null) await Web.DisposeAsync();
        if (Database is not null) await Database.DisposeAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    /// <summary>Starts the Web process, again after it was stopped or killed, on the same port.</summary>
    public async Task StartWebAsync()
    {
        if (Web is not null) await Web.DisposeAsync();
        Web = PowerMeterProcess.Start("Web", Database, Directory, new Dictionary<string, string>
        {
            ["Web__Address"] = "127.0.0.1",
            ["Web__Port"] = $"{_port}",
        });
        using var http = new HttpClient();
        await Eventually.BecomesTrueAsync($"the site answers; it said: {Web.Output}", async () =>
        {
            if (Web.HasExited) throw new InvalidOperationException($"Web ended: {Web.Output}");
            try
            {
                return await http.GetStringAsync(new Uri($"{Address}/health/live")) == "ok";
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
    }

    /// <summary>A browser of its own (cookies, language, size), not signed in.</summary>
    public async Task<Visit> VisitAsync(BrowserNewContextOptions? options = null)
    {
        options ??= new BrowserNewContextOptions();
        options.BaseURL = Address;
        options.Locale ??= "en-GB";
        return await Visit.StartAsync(await _browser!.NewContextAsync(options));
    }

    /// <summary>A visit that is signed in and has the dashboard open.</summary>
    /// <param name="path">What to open, such as /conso?scale=week.</param>
    public async Task<Visit> LoginAsync(string path = "/conso", BrowserNewContextOptions? options = null)
    {
        var visit = await VisitAsync(options);
        await visit.Page.GotoAsync(path);
        await visit.SignInAsync(Login, Password);
        await visit.Page.WaitForURLAsync($"**{path}");
        return visit;
    }

    public async Task AddUserAsync(string name, string password)
    {
        var user = new User { Name = name, PasswordHash = "", Role = User.Admin, CreatedAt = default };
        user.PasswordHash = new PasswordHasher<User>().HashPassword(user, password);
        await Database.Web.ExecuteAsync("insert into users (name, password_hash, role) values ($1, $2, $3)", user.Name, user.PasswordHash, user.Role);
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

    /// <summary>Lets a Processor do what waits.</summary>
    public async Task RollUpAsync()
    {
        await using var processor = PowerMeterProcess.Start("Processor", Database, Directory, null, "--drain");
        if (await processor.WaitForExitAsync() != 0) throw new InvalidOperationException(processor.Output);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
