using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using PowerMeter.Shared.Database;
using PowerMeter.Tests.Integration.Web;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Backup;
using PowerMeter.Web.Backup.Secrets;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Backup;

/// <summary>What the page of backups and GET /api/v1/backup hand out and take, and to whom.</summary>
public sealed partial class BackupPageCallsTests(WebSiteFixture fixture) : IClassFixture<WebSiteFixture>
{
    private const string Words = "correct horse battery";

    private string Directory => Path.Combine(fixture.Site.Directory, "backups");

    private static Uri Relative(string path) => new(path, UriKind.Relative);

    private static async Task<string> TokenAsync(HttpClient client) =>
        AntiforgeryField().Match(await client.GetStringAsync(Relative(BackupPageCalls.Page))).Groups[1].Value;

    private static async Task<HttpResponseMessage> DownloadAsync(HttpClient client, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent([.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)), new("__RequestVerificationToken", await TokenAsync(client))]);
        return await client.PostAsync(Relative(BackupPageCalls.Download), content);
    }

    private static async Task<HttpResponseMessage> UploadAsync(HttpClient client, HttpContent content, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Relative(BackupPageCalls.Upload)) { Content = content };
        request.Headers.Add("RequestVerificationToken", token ?? await TokenAsync(client));
        request.Headers.Add("X-File-Name", "..%2F..%2Fhome.powermeter-backup");
        return await client.SendAsync(request);
    }

    [Fact]
    public async Task The_page_hands_out_what_can_be_restored_with_secrets_by_their_passphrase()
    {
        using var client = await fixture.Site.SignInAsync();
        using var plain = await DownloadAsync(client);
        plain.StatusCode.ShouldBe(HttpStatusCode.OK);
        plain.Content.Headers.ContentDisposition!.FileName.ShouldNotBeNull().ShouldEndWith(".powermeter-backup");
        (await BackupHouse.VerifyAsync(await plain.Content.ReadAsByteArrayAsync())).Secrets.ShouldBeFalse();

        foreach (var (passphrase, again, trouble) in ((string, string, string)[])[("short", "short", "passphrase"), (Words, $"{Words}!", "differ")])
        {
            using var refused = await DownloadAsync(client, ("secrets", "on"), ("passphrase", passphrase), ("again", again));
            refused.StatusCode.ShouldBe(HttpStatusCode.Redirect);
            refused.Headers.Location!.ToString().ShouldBe($"{BackupPageCalls.Page}?trouble={trouble}");
        }

        using var sealedOne = await DownloadAsync(client, ("secrets", "on"), ("passphrase", Words), ("again", Words));
        await using var file = await BackupHouse.OpenAsync(await sealedOne.Content.ReadAsByteArrayAsync());
        (await file.ReadSecretsAsync(Passphrase.Parse(Words), CancellationToken.None)).ShouldNotBeNull().KeyRing.ShouldNotBeEmpty();
        fixture.Site.Process.Output.ShouldContain($"A backup was handed out to {WebSite.UserName}");
        fixture.Site.Process.Output.ShouldNotContain(Words);
    }

    [Fact]
    public async Task Nothing_goes_without_the_pages_token_or_the_right_role()
    {
        using var client = await fixture.Site.SignInAsync();
        using var empty = new FormUrlEncodedContent([]);
        using var forged = await client.PostAsync(Relative(BackupPageCalls.Download), empty);
        forged.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var bytes = new ByteArrayContent([1]);
        using var forgedUpload = await UploadAsync(client, bytes, "wrong");
        forgedUpload.StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        await fixture.Database.AddUserAsync("looker", WebSite.Password, User.Reader);
        using var reader = await fixture.Site.SignInAsync("looker", WebSite.Password);
        foreach (var address in (string[])[BackupPageCalls.Page, $"{BackupPageCalls.Files}/any.powermeter-backup"])
        {
            using var answer = await reader.GetAsync(Relative(address));
            answer.StatusCode.ShouldBeOneOf(HttpStatusCode.Forbidden, HttpStatusCode.Redirect);
        }

        using var body = new ByteArrayContent([1]);
        using var refused = await reader.PostAsync(Relative(BackupPageCalls.Upload), body);
        refused.StatusCode.ShouldBeOneOf(HttpStatusCode.Forbidden, HttpStatusCode.Redirect, HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("..%2Fkeys%2Fkey.xml")]
    [InlineData("%2Fetc%2Fpasswd")]
    [InlineData("..%2F..%2Fetc%2Fpasswd")]
    [InlineData("linked.powermeter-backup")]
    [InlineData(".last-restore.json")]
    [InlineData("other.txt")]
    public async Task Only_backups_of_the_directory_are_handed_out(string name)
    {
        System.IO.Directory.CreateDirectory(Directory);
        await File.WriteAllTextAsync(Path.Combine(Directory, "other.txt"), "no backup");
        if (!File.Exists(Path.Combine(Directory, "linked.powermeter-backup"))) File.CreateSymbolicLink(Path.Combine(Directory, "linked.powermeter-backup"), "/etc/passwd");
        using var client = await fixture.Site.SignInAsync();
        using var answer = await client.GetAsync(Relative($"{BackupPageCalls.Files}/{name}"));
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync()).ShouldNotContain("root:");
    }

    [Fact]
    public async Task One_of_the_directory_is_handed_out_whole_or_from_where_it_was_broken_off()
    {
        System.IO.Directory.CreateDirectory(Directory);
        var backup = await BackupHouse.SaveAsync(fixture.Database.Web);
        await File.WriteAllBytesAsync(Path.Combine(Directory, "mine & co.powermeter-backup"), backup);
        using var client = await fixture.Site.SignInAsync();
        var address = Relative($"{BackupPageCalls.Files}/mine%20%26%20co.powermeter-backup");
        (await client.GetByteArrayAsync(address)).ShouldBe(backup);
        using var rest = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Range = new RangeHeaderValue(100, null) } };
        using var answer = await client.SendAsync(rest);
        answer.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBe(backup[100..]);
    }

    [Fact]
    public async Task One_at_a_time_and_who_goes_away_frees_it()
    {
        using var client = await fixture.Site.SignInAsync();
        using var api = await fixture.Site.CreateTokenClientAsync("admin");
        await using var holder = await fixture.Database.Owner.OpenConnectionAsync();
        await using (var transaction = await holder.BeginTransactionAsync())
        {
            await using (var hold = holder.CreateCommand())
            {
                hold.CommandText = "lock table providers in access exclusive mode";
                await hold.ExecuteNonQueryAsync();
            }

            using var leaves = new CancellationTokenSource();
            var first = api.GetAsync(Relative("/api/v1/backup"), leaves.Token);
            await Eventually.BecomesTrueAsync("a backup waits", async () => await WaitingAsync() > 0);
            using var second = await api.GetAsync(Relative("/api/v1/backup"));
            await ApiCalls.ReadAsync(second, HttpStatusCode.Conflict);
            second.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(60));
            using var fromPage = await DownloadAsync(client);
            fromPage.Headers.Location!.ToString().ShouldEndWith("trouble=busy");
            await leaves.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(first);
            await Eventually.BecomesTrueAsync("its connection is free", async () => await WaitingAsync() == 0);
            await transaction.RollbackAsync();
        }

        var whole = Array.Empty<byte>();
        await Eventually.BecomesTrueAsync("the next one is let in", async () =>
        {
            using var answer = await api.GetAsync(Relative("/api/v1/backup"));
            if (answer.StatusCode == HttpStatusCode.Conflict) return false;
            whole = await answer.Content.ReadAsByteArrayAsync();
            return true;
        });
        (await BackupHouse.VerifyAsync(whole)).Secrets.ShouldBeFalse();
    }

    [Fact]
    public async Task The_api_hands_it_out_to_admins_alone_and_never_to_another_sites_page()
    {
        foreach (var scope in (string[])["read", "write"])
        {
            using var client = await fixture.Site.CreateTokenClientAsync(scope);
            using var refused = await client.GetAsync(Relative("/api/v1/backup"));
            await ApiCalls.ReadAsync(refused, HttpStatusCode.Forbidden);
        }

        using var browser = await fixture.Site.SignInAsync();
        using var lured = new HttpRequestMessage(HttpMethod.Get, Relative("/api/v1/backup")) { Headers = { { "Sec-Fetch-Site", "cross-site" } } };
        using var answer = await browser.SendAsync(lured);
        await ApiCalls.ReadAsync(answer, HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task What_is_too_large_or_has_no_length_is_refused_before_it_comes()
    {
        await using var small = await WebSite.StartAnotherAsync(fixture.Database, new Dictionary<string, string> { ["Backup__LargestUploadMegabytes"] = "1" });
        using var client = await small.SignInAsync();
        using var large = new ByteArrayContent(new byte[2_000_000]);
        using var refused = await UploadAsync(client, large);
        refused.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("Backup:LargestUploadMegabytes");
        using var unknown = new HttpRequestMessage(HttpMethod.Post, Relative(BackupPageCalls.Upload)) { Content = new StreamContent(new NoLength()) };
        unknown.Headers.TransferEncodingChunked = true;
        unknown.Headers.Add("RequestVerificationToken", await TokenAsync(client));
        using var without = await client.SendAsync(unknown);
        without.StatusCode.ShouldBe(HttpStatusCode.LengthRequired);
        // Nothing of either stays.
        var left = System.IO.Directory.Exists(Path.Combine(small.Directory, "backups")) ? System.IO.Directory.GetFileSystemEntries(Path.Combine(small.Directory, "backups")) : [];
        left.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_disk_without_room_refuses_it_with_figures()
    {
        // A file system of the kernel's, which has nothing free and takes no files.
        await using var full = await WebSite.StartAnotherAsync(fixture.Database, new Dictionary<string, string> { ["Backup__Directory"] = "/proc" });
        using var client = await full.SignInAsync();
        using var body = new ByteArrayContent(new byte[1000]);
        using var refused = await UploadAsync(client, body);
        refused.StatusCode.ShouldBe(HttpStatusCode.InsufficientStorage);
        (await refused.Content.ReadAsStringAsync()).ShouldBe("The disk of /proc has 0 MB free, and 100 MB are needed: free some space and try again.");
    }

    [Fact]
    public async Task One_that_is_cut_in_its_middle_leaves_nothing_and_the_next_one_is_taken()
    {
        var backup = await BackupHouse.SaveAsync(fixture.Database.Web);
        using var client = await fixture.Site.SignInAsync();
        using (var half = new BrokenContent(backup.AsMemory(0, backup.Length / 2), backup.Length)) await Should.ThrowAsync<HttpRequestException>(() => UploadAsync(client, half));
        await Eventually.BecomesTrueAsync("the next one is taken", async () =>
        {
            using var whole = new ByteArrayContent(backup);
            using var answer = await UploadAsync(client, whole);
            answer.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Conflict);
            return answer.StatusCode == HttpStatusCode.OK;
        });
        System.IO.Directory.GetFiles(Directory, "*import*").ShouldBeEmpty();
        fixture.Site.Process.Output.ShouldNotContain("unhandled", Case.Insensitive);
    }

    [Fact]
    public async Task A_read_only_site_hands_out_and_takes_nothing()
    {
        await using var readOnly = await WebSite.StartAnotherAsync(fixture.Database, new Dictionary<string, string> { ["Web__ReadOnly"] = "true" });
        using var client = await readOnly.SignInAsync();
        using var download = await DownloadAsync(client);
        (await BackupHouse.VerifyAsync(await download.Content.ReadAsByteArrayAsync())).RowsOf("users").ShouldBeGreaterThan(0);
        using var body = new ByteArrayContent([1]);
        using var refused = await UploadAsync(client, body);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var api = await readOnly.CreateTokenClientAsync("admin");
        await BackupHouse.VerifyAsync(await api.GetByteArrayAsync(Relative("/api/v1/backup")));
    }

    private Task<long> WaitingAsync() => fixture.Database.Owner.ScalarAsync<long>(
        "select count(*) from pg_locks where not granted and relation = 'providers'::regclass and database = (select oid from pg_database where datname = current_database())");

    [GeneratedRegex("<input type=\"hidden\" name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryField();

    /// <summary>Announces more than it has, and breaks the connection then.</summary>
    private sealed class BrokenContent(ReadOnlyMemory<byte> sent, long announced) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(sent);
            await stream.FlushAsync();
            throw new IOException("The cable was pulled.");
        }

        protected override bool TryComputeLength(out long length)
        {
            length = announced;
            return true;
        }
    }

    /// <summary>A stream that does not know its length.</summary>
    private sealed class NoLength : MemoryStream
    {
        public override bool CanSeek => false;
    }
}
