using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Offers;
using PowerMeter.Web.Server;
using PowerMeter.Web.Tariffs;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

public sealed class ReadOnlyTests(ReadOnlyTests.House house) : IClassFixture<ReadOnlyTests.House>
{
    private WebSite Site => house.Site;

    [Fact]
    public async Task Every_change_is_refused_in_both_faces_and_nothing_is_written()
    {
        using var client = await Site.CreateTokenClientAsync("admin");
        foreach (var (path, body) in ((string, string)[])[($"/api/v1/sensors/{house.Sensor}/samples", """{"watts":1}"""), ($"/api/v1/sensors/{house.Sensor}/switch", """{"on":true}"""), ($"/api/v1/sensors/{house.Sensor}/reset_timer", "")])
            (await client.PostAsync(path, body, HttpStatusCode.Forbidden)).Detail().ShouldStartWith("This base station is read-only");
        foreach (var path in (string[])[$"/api/{house.Sensor}/insert/1/1790000000/0", $"/api/sensors/{house.Sensor}/reset_timer"])
            (await client.PostAsync(path, "", HttpStatusCode.Forbidden)).GetProperty("error").GetString().ShouldStartWith("This base station is read-only");
        (await house.Database.Owner.ScalarAsync<long>("select count(*) from measures")).ShouldBe(0);
        (await house.Database.Owner.ScalarAsync<long>("select count(*) from sensor_commands")).ShouldBe(0);
    }

    [Fact]
    public async Task Reading_goes_on_by_get_and_by_post()
    {
        using var client = await Site.CreateTokenClientAsync("read");
        (await client.GetJsonAsync("/api/v1/sensors")).GetProperty("sensors").GetArrayLength().ShouldBe(1);
        await client.GetJsonAsync("/api/sensors");
        await client.PostAsync("/api/sensors", "");
        await client.PostAsync("/api/nothing", "", HttpStatusCode.NotFound);
        await client.PostAsync("/api/v1/nothing", "", HttpStatusCode.NotFound);
        await client.PostAsync("/api/v1/sensors", "", HttpStatusCode.MethodNotAllowed);
        using var live = await LiveClient.ConnectAsync(client);
        (await live.NextAsync())!.Kind.ShouldBe("status");
    }

    [Fact]
    public async Task One_signs_in_and_the_use_of_a_token_is_still_noted()
    {
        using var client = await Site.SignInAsync();
        (await client.GetJsonAsync("/api/v1/sensors")).GetProperty("sensors").GetArrayLength().ShouldBe(1);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["login"] = WebSite.UserName, ["password"] = WebSite.Password });
        using (var posted = await client.PostAsync(new Uri("/api/time", UriKind.Relative), form)) posted.StatusCode.ShouldBe(HttpStatusCode.OK);
        var token = await house.Database.AddTokenAsync("noted", "read", WebSite.UserName);
        client.DefaultRequestHeaders.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", token);
        await client.GetJsonAsync("/api/v1/sensors");
        (await house.Database.Owner.ScalarAsync<bool>("select last_used_at is not null from api_tokens where name = 'noted'")).ShouldBeTrue();
        await Eventually.BecomesTrueAsync("Web beats", () => house.Database.Owner.ScalarAsync<bool>("select exists (select from process_heartbeats where process = 'web' and beat_at > now() - interval '10 seconds')"));
    }

    [Fact]
    public async Task The_database_itself_refuses_what_its_connections_would_write()
    {
        var server = house.Database.Server;
        await using var database = DatabaseServices.CreateDataSource(new DatabaseOptions("127.0.0.1", server.Port, house.Database.Name, "powermeter_web"), "test", connection =>
        {
            WebDatabase.RefuseWrites(connection);
            connection.Passfile = server.PasswordFile("powermeter_web");
        });
        var refusal = await Should.ThrowAsync<PostgresException>(() => database.ExecuteAsync("insert into settings (key, value) values ('x', 'y')"));
        refusal.SqlState.ShouldBe(PostgresErrorCodes.ReadOnlySqlTransaction);
        await database.ExecuteAsync("listen measures");
        (await database.ScalarAsync<long>("select count(*) from settings")).ShouldBe(3);
    }

    [Fact]
    public async Task Contracts_are_refused_by_what_changes_them_whoever_asks()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Web:ReadOnly"] = "true" }).Build();
        var changes = new TariffChanges(house.Database.Web, new ReadOnlyMode(WebOptions.Read(settings)), NullLogger<TariffChanges>.Instance);
        await Should.ThrowAsync<ReadOnlyException>(() => changes.ChangeAsync(new TariffRequest("resident") { Currency = "JPY" }, TestContext.Current.CancellationToken));
        (await house.Database.Owner.ScalarAsync<string>("select value from settings where key = 'currency'")).ShouldNotBe("JPY");
    }

    [Fact]
    public async Task Offers_are_refused_by_what_writes_them_whoever_asks()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Web:ReadOnly"] = "true" }).Build();
        var table = new OfferTable(house.Database.Web, new ReadOnlyMode(WebOptions.Read(settings)));
        await Should.ThrowAsync<ReadOnlyException>(() => table.ApplyAsync(ShippedOffers.Read(), TestContext.Current.CancellationToken));
        await Should.ThrowAsync<ReadOnlyException>(() => table.ApplyFirstAsync(ShippedOffers.Read(), TestContext.Current.CancellationToken));
        (await house.Database.Owner.ScalarAsync<long>("select count(*) from providers where day_price_per_kwh is not null")).ShouldBe(0);
    }

    [Fact]
    public async Task The_page_says_so_in_both_languages()
    {
        using var client = await Site.SignInAsync();
        (await client.GetStringAsync(new Uri("/conso", UriKind.Relative))).ShouldContain("Read-only: you can look at everything here and change nothing.");
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("fr");
        (await client.GetStringAsync(new Uri("/conso", UriKind.Relative))).ShouldContain("Lecture seule");
    }

    public sealed class House : IAsyncLifetime
    {
        public TestDatabase Database { get; private set; } = null!;

        public WebSite Site { get; private set; } = null!;

        public int Sensor { get; private set; }

        public async ValueTask InitializeAsync()
        {
            Database = await PostgresServer.Shared.CreateDatabaseAsync();
            Sensor = await Database.AddSensorAsync("looked at");
            await Database.AddUserAsync(WebSite.UserName, WebSite.Password, User.Admin);
            Site = await WebSite.StartAnotherAsync(Database, new Dictionary<string, string> { ["Web__ReadOnly"] = "true" });
        }

        public async ValueTask DisposeAsync()
        {
            await Site.DisposeAsync();
            await Database.DisposeAsync();
        }
    }
}
