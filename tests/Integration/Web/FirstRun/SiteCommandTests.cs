using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web.FirstRun;

/// <summary><c>PowerMeter.Web --setup</c>, as ready-made images and scripts call it.</summary>
public sealed class SiteCommandTests : IAsyncLifetime
{
    private const string Answers = """
        {
          "language": "fr", "time_zone": "Europe/Paris", "site_name": "Atelier",
          "account": { "name": "camille", "password": "four plain words here" },
          "sensor": { "kind": "simulated", "name": "House" },
          "tariff": { "provider": "Village", "peak_price_per_kwh": 0.25, "valid_from": "2026-11-01" }
        }
        """;

    private readonly TemporaryDirectory _directory = new();
    private TestDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await PostgresServer.Shared.CreateDatabaseAsync();

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task It_sets_up_once_and_if_new_is_a_success_without_a_change()
    {
        var file = Write(Answers, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var (code, output) = await RunAsync(null, file);
        (code, output).ShouldBe((0, "This base station is set up: sign in as 'camille'. Sensor: House. Contract: Village. W3bstream: nothing is sent."));
        (await _database.Owner.ScalarAsync<string>("select name from users where role = 'admin'")).ShouldBe("camille");
        (await _database.Owner.ScalarAsync<string>("select value from settings where key = 'language'")).ShouldBe("fr");
        (await _database.Owner.ScalarAsync<bool>("select valid_from = '2026-11-01' from contracts")).ShouldBeTrue();

        const string Already = "This base station is set up already (it has an administrator): nothing was changed.";
        (await RunAsync(null, file)).ShouldBe((1, Already));
        (await RunAsync(null, file, "--if-new")).ShouldBe((0, Already));
        (await _database.Owner.ScalarAsync<long>("select count(*) from users")).ShouldBe(1);
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once_in_english_and_nothing_is_changed()
    {
        var (code, output) = await RunAsync("""
            {
              "time_zone": "Mars/Olympus", "currency": "euro", "colour": "red",
              "account": { "name": "camille", "password": "short" },
              "sensor": { "kind": "acs712", "name": "" },
              "tariff": { "provider": "", "peak_price_per_kwh": 1000 },
              "w3bstream": { "publish_url": "ftp://example.org" }
            }
            """, "-");
        code.ShouldBe(1);
        output.ShouldStartWith("Nothing was changed.");
        foreach (var field in (string[])["colour: ", "time_zone: ", "currency: ", "account.password: ", "sensor.", "tariff.provider: ", "tariff.peak_price_per_kwh: ", "w3bstream.publish_url: ", "w3bstream.token: "])
            output.ShouldContain($"\n  {field}");
        output.ShouldContain("There is no time zone ‘Mars/Olympus’; allowed: a name of the IANA time zone database, such as Europe/Paris.");
        output.ShouldNotContain("FirstRun_");
        (await _database.Owner.ScalarAsync<long>("select count(*) from users")).ShouldBe(0);
        (await _database.Owner.ScalarAsync<long>("select count(*) from sensors")).ShouldBe(0);
    }

    [Fact]
    public async Task A_file_with_a_secret_that_others_may_read_is_refused_and_one_without_is_not()
    {
        const UnixFileMode Open = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead;
        var (code, output) = await RunAsync(null, Write(Answers, Open));
        code.ShouldBe(1);
        output.ShouldContain("chmod 600");
        output.ShouldNotContain("four plain words here");

        var secret = Path.Combine(_directory.Path, "password");
        await File.WriteAllTextAsync(secret, "four plain words here\n", TestContext.Current.CancellationToken);
        (await RunAsync(null, Write(Answers.Replace("\"password\": \"four plain words here\"", $"\"password_file\": \"{secret}\"", StringComparison.Ordinal), Open))).Code.ShouldBe(0);
        (await _database.Owner.ScalarAsync<long>("select count(*) from users")).ShouldBe(1);
    }

    [Fact]
    public async Task Of_two_at_once_one_wins()
    {
        var file = Write(Answers, UnixFileMode.UserRead);
        var results = await Task.WhenAll(RunAsync(null, file), RunAsync(null, file));
        results.Select(result => result.Code).ShouldBe([0, 1], ignoreOrder: true);
        (await _database.Owner.ScalarAsync<long>("select count(*) from users")).ShouldBe(1);
        (await _database.Owner.ScalarAsync<long>("select count(*) from sensors")).ShouldBe(1);
    }

    [Theory]
    [InlineData("", "--setup needs a file of answers")]
    [InlineData("--if-new", "--setup needs a file of answers")]
    [InlineData("/nowhere/answers.json", "cannot be read by")]
    public async Task What_cannot_be_understood_is_said(string argument, string expected)
    {
        var (code, output) = await RunAsync(null, argument.Length == 0 ? [] : [argument]);
        code.ShouldBe(1);
        output.ShouldContain(expected);
    }

    private string Write(string text, UnixFileMode mode)
    {
        var file = Path.Combine(_directory.Path, $"{Guid.NewGuid():N}.json");
        File.WriteAllText(file, text);
        File.SetUnixFileMode(file, mode);
        return file;
    }

    private async Task<(int Code, string Output)> RunAsync(string? input, params string[] arguments)
    {
        await using var process = PowerMeterProcess.Start("Web", _database, _directory.Path, null, ["--setup", .. arguments]);
        await process.WriteInputAsync(input ?? "");
        var code = await process.WaitForExitAsync();
        return (code, process.Output.Trim());
    }
}
