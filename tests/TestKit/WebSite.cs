using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace PowerMeter.Tests.TestKit;

/// <summary>The Web process on a free port over a test's database, with one user.</summary>
public sealed partial class WebSite : IAsyncDisposable
{
    public const string UserName = "resident";
    public const string Password = "a long enough password";

    private readonly TestDatabase _database;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private PowerMeterProcess _process;

    private WebSite(TestDatabase database, string directory, int port, IReadOnlyDictionary<string, string> settings)
    {
        _database = database;
        _settings = settings;
        Directory = directory;
        Port = port;
        _process = Start();
    }

    public int Port { get; }

    /// <summary>Settings, spool and keys of this base station: start Receiver and Processor there too.</summary>
    public string Directory { get; }

    public Uri Address => new($"http://127.0.0.1:{Port}/");

    public PowerMeterProcess Process => _process;

    /// <param name="settings">Further settings, such as <c>Web__CorsOrigins</c>.</param>
    public static async Task<WebSite> StartAsync(TestDatabase database, IReadOnlyDictionary<string, string>? settings = null)
    {
        await database.AddUserAsync(UserName, Password);
        return await StartAnotherAsync(database, settings);
    }

    /// <summary>Starts a Web process over a database that has its user already.</summary>
    public static async Task<WebSite> StartAnotherAsync(TestDatabase database, IReadOnlyDictionary<string, string>? settings = null)
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("powermeter-web-").FullName;
        var site = new WebSite(database, directory, FreePort.Find(), settings ?? new Dictionary<string, string>());
        await site.AnswersAsync();
        return site;
    }

    /// <summary>Starts it again on the same port after <see cref="PowerMeterProcess.KillAsync"/> or a stop.</summary>
    public async Task RestartAsync()
    {
        await _process.DisposeAsync();
        _process = Start();
        await AnswersAsync();
    }

    /// <summary>A client that keeps cookies and follows no redirect.</summary>
    public HttpClient CreateClient() => CreateClient(new CookieContainer());

    /// <summary>A client that comes from another address of this machine, such as 127.0.0.2.</summary>
    public HttpClient CreateClientFrom(string address) => new(new SocketsHttpHandler { ConnectCallback = (_, cancel) => ConnectAsync(address, cancel) })
    {
        BaseAddress = Address,
    };

    /// <summary>A client that brings a new bearer token of the user's with every call.</summary>
    /// <param name="scope">read, write or admin.</param>
    public async Task<HttpClient> CreateTokenClientAsync(string scope, string userName = UserName)
    {
        var client = CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await AddTokenAsync(scope, userName));
        return client;
    }

    /// <returns>A new bearer token of the user's, as it is sent.</returns>
    /// <param name="scope">read, write or admin.</param>
    public Task<string> AddTokenAsync(string scope, string userName = UserName) => _database.AddTokenAsync($"{scope} {Guid.NewGuid():N}", scope, userName);

    /// <summary>A client that has signed in on the login page, and carries its cookie.</summary>
    public Task<HttpClient> SignInAsync() => SignInAsync(CreateClient(), UserName, Password);

    /// <summary>The same for another user.</summary>
    public Task<HttpClient> SignInAsync(string userName, string password) => SignInAsync(CreateClient(), userName, password);

    /// <returns>The cookie of a new session, as a request's header has it, for a client elsewhere.</returns>
    public async Task<string> SignInForCookieAsync()
    {
        var cookies = new CookieContainer();
        using var client = await SignInAsync(CreateClient(cookies), UserName, Password);
        return cookies.GetCookieHeader(Address);
    }

    private HttpClient CreateClient(CookieContainer cookies) => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true, CookieContainer = cookies })
    {
        BaseAddress = Address,
    };

    private static async Task<HttpClient> SignInAsync(HttpClient client, string userName, string password)
    {
        var login = new Uri("login", UriKind.Relative);
        var page = await client.GetStringAsync(login);
        var fields = HiddenField().Matches(page).ToDictionary(match => match.Groups[1].Value, match => WebUtility.HtmlDecode(match.Groups[2].Value));
        fields["Form.Login"] = userName;
        fields["Form.Password"] = password;
        using var content = new FormUrlEncodedContent(fields);
        using var response = await client.PostAsync(login, content);
        return (int)response.StatusCode is >= 300 and < 400
            ? client
            : throw new InvalidOperationException($"Signing in answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        System.IO.Directory.Delete(Directory, true);
    }

    private PowerMeterProcess Start() => PowerMeterProcess.Start("Web", _database, Directory, new Dictionary<string, string>(_settings)
    {
        ["Web__Port"] = Port.ToString(CultureInfo.InvariantCulture),
        ["Web__Address"] = "127.0.0.1",
    });

    private async Task AnswersAsync()
    {
        using var client = CreateClient();
        await Eventually.BecomesTrueAsync("the Web process answers", async () =>
        {
            if (_process.HasExited) throw new InvalidOperationException($"The Web process ended: {_process.Output}");
            try
            {
                using var response = await client.GetAsync(new Uri("health/live", UriKind.Relative));
                return response.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
    }

    private async ValueTask<Stream> ConnectAsync(string address, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            await socket.ConnectAsync(IPAddress.Loopback, Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex HiddenField();
}
