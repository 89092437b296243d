using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using PowerMeter.Tests.TestKit;
using PowerMeter.Tests.W3bstreamNode.Hosting;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.W3bstreamNode;

/// <summary>The node as a program of its own: command line, TLS, page, and how it ends.</summary>
public sealed class NodeProcessTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private static async Task<(int Code, string Error)> RunAsync(params string[] arguments)
    {
        using var process = NodeProcess.Start(arguments);
        var error = await process.ErrorsAsync();
        return (await process.WaitForExitAsync(), error);
    }

    [Fact]
    public async Task It_speaks_HTTP_2_over_TLS_and_ends_with_its_signal()
    {
        await Shell.RunAsync(
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=node",
            "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", _directory.File("key.pem"), "-out", _directory.File("certificate.pem"));
        using var process = NodeProcess.Start("--port", "0", "--https-certificate", _directory.File("certificate.pem"), "--https-key", _directory.File("key.pem"));
        var url = await process.UrlAsync();
        url.Scheme.ShouldBe("https");

        var trusted = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(_directory.File("certificate.pem")));
        using var http = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.GetCertHashString() == trusted.Thumbprint,
            },
        });
        foreach (var version in new[] { HttpVersion.Version11, HttpVersion.Version20 })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url) { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            using var answer = await http.SendAsync(request);
            (answer.StatusCode, answer.Version).ShouldBe((HttpStatusCode.OK, version));
        }

        await Shell.RunAsync("/bin/kill", "-TERM", $"{process.Id}");
        (await process.WaitForExitAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_killed_node_leaves_no_process_behind_and_begins_again_where_it_was()
    {
        var token = _directory.File("token");
        await File.WriteAllTextAsync(token, $"{NodeCalls.Token}\n");
        string[] arguments = ["--port", "0", "--token-file", token, "--store", _directory.File("store")];
        using var device = SigningDevice.WithKeyOne();
        int verifier;
        using (var process = NodeProcess.Start(arguments))
        {
            (await PostAsync(await process.UrlAsync(), device.Message(1, 1_800_000_000))).ShouldBe(HttpStatusCode.Created);
            verifier = await VerifierOfAsync(process.Id);
            await process.KillAsync();
        }

        // One that nobody waits for stays in /proc, without a command line.
        await Eventually.BecomesTrueAsync("node ends with its parent", async () =>
            !File.Exists($"/proc/{verifier}/cmdline") || (await File.ReadAllTextAsync($"/proc/{verifier}/cmdline")).Length == 0);
        using (var process = NodeProcess.Start(arguments))
        {
            var url = await process.UrlAsync();
            (await NodeCalls.Http.GetStringAsync(new Uri(url, "/summary"))).ShouldContain("\"accepted\":1,");
        }
    }

    // The kernel lists a child with the thread that has started it.
    private static async Task<int> VerifierOfAsync(int parent)
    {
        foreach (var thread in Directory.GetDirectories($"/proc/{parent}/task"))
        {
            foreach (var child in (await File.ReadAllTextAsync($"{thread}/children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if ((await File.ReadAllTextAsync($"/proc/{child}/cmdline")).Contains("verify.mjs", StringComparison.Ordinal))
                    return int.Parse(child, CultureInfo.InvariantCulture);
            }
        }

        throw new InvalidOperationException($"The process {parent} has no child that verifies.");
    }

    [Fact]
    public async Task A_reading_that_cannot_be_stored_is_not_acknowledged()
    {
        var (token, store) = (_directory.File("token"), _directory.File("store"));
        await File.WriteAllTextAsync(token, NodeCalls.Token);
        // bash counts in 1024 bytes; without write-xor-execute .NET makes no large file itself.
        const string Limited = "trap '' XFSZ; export DOTNET_EnableWriteXorExecute=0; ulimit -f 4; exec dotnet \"$@\"";
        using var process = NodeProcess.StartFrom(Limited, "--port", "0", "--token-file", token, "--store", store);
        var url = await process.UrlAsync();
        using var device = SigningDevice.WithKeyOne();
        var kept = 0;
        while (await PostAsync(url, device.Message(1, 1_800_000_000 + (5 * kept))) == HttpStatusCode.Created) kept++;
        kept.ShouldBeInRange(2, 20);
        (await PostAsync(url, device.Message(1, 1_900_000_000))).ShouldBe(HttpStatusCode.InternalServerError);
        (await NodeCalls.Http.GetStringAsync(new Uri(url, "/summary"))).ShouldContain($"\"accepted\":{kept},");
        // The node has it locked against others, as .NET understands it.
        var lines = await Shell.RunAsync("cat", store);
        lines.ShouldEndWith("}\n");
        lines.Count(each => each == '\n').ShouldBe(kept);
    }

    private static async Task<HttpStatusCode> PostAsync(Uri url, string message)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(url, $"{NodeOptions.DefaultPath}?eventType=DATA&eventID={Guid.NewGuid()}&timestamp=1"))
        {
            Content = NodeCalls.Json(message),
            Headers = { Authorization = new("Bearer", NodeCalls.Token) },
        };
        using var answer = await NodeCalls.Http.SendAsync(request);
        return answer.StatusCode;
    }

    [Fact]
    public async Task A_verifier_that_was_killed_is_started_again()
    {
        await using var node = await RunningNode.StartAsync();
        using var device = SigningDevice.WithKeyOne();
        (await node.PostAsync(device.Message(1, 1_800_000_000)).CodeAsync()).ShouldBe(0);
        using (var verifier = Process.GetProcessById(node.VerifierProcess!.Value))
        {
            verifier.Kill();
            await verifier.WaitForExitAsync();
        }

        // At worst one request meets the dead one: it is answered with 503, as by a network in trouble, and nothing is kept of it.
        await Eventually.BecomesTrueAsync("signatures are verified again", async () =>
        {
            using var answer = await node.PostAsync(device.Message(1, 1_800_000_005));
            return answer.StatusCode == HttpStatusCode.Created;
        });
        node.ReadingsOf(SigningDevice.AddressOfOne).Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_page_asks_nobody_else()
    {
        await using var node = await RunningNode.StartAsync();
        using var page = await NodeCalls.Http.GetAsync(node.Url);
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'");
        var html = await page.Content.ReadAsStringAsync();
        html.ShouldNotContain("//");
        foreach (var file in new[] { "/node.js", "/node.css" })
        {
            html.ShouldContain(file);
            using var answer = await NodeCalls.Http.GetAsync(new Uri(node.Url, file));
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Theory]
    [InlineData("--port 65536", "--port is '65536'; allowed: a whole number from 0 to 65535")]
    [InlineData("--port", "needs a value")]
    [InlineData("--prot 1", "There is no option '--prot'")]
    [InlineData("--openssl some", "all, sample or none")]
    [InlineData("--approve 0x1", "40 hexadecimal digits")]
    [InlineData("--path /", "two parts or more")]
    [InlineData("--https-key key.pem", "go together")]
    [InlineData("--token-file /nowhere/token", "cannot be read")]
    public async Task A_wrong_option_is_explained(string arguments, string why)
    {
        var (code, error) = await RunAsync(arguments.Split(' '));
        code.ShouldBe(2);
        error.ShouldContain(why);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_an_error()
    {
        await using var node = await RunningNode.StartAsync();
        var (code, error) = await RunAsync("--port", $"{node.Url.Port}");
        code.ShouldBe(1);
        error.ShouldContain("already in use");
    }
}
