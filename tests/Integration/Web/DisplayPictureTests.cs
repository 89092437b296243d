using System.Globalization;
using System.Net;
using System.Text.Json;
using PowerMeter.Shared.Display;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>GET /display.png.</summary>
public sealed class DisplayPictureTests(WebSiteFixture fixture) : IClassFixture<WebSiteFixture>
{
    private static async Task<PngPicture> GetAsync(HttpClient client, string query = "", HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await client.GetAsync(new Uri($"/display.png{query}", UriKind.Relative));
        response.StatusCode.ShouldBe(expected);
        response.Content.Headers.ContentType!.ToString().ShouldBe("image/png");
        response.Headers.CacheControl!.ToString().ShouldBe("no-store");
        return PngPicture.Decode(await response.Content.ReadAsByteArrayAsync());
    }

    private static bool Has(PngPicture picture, Colour colour) =>
        Enumerable.Range(0, picture.Height).Any(y => Enumerable.Range(0, picture.Width).Any(x => picture.At(x, y) == (colour.Red, colour.Green, colour.Blue)));

    private static bool AreAlike(PngPicture one, PngPicture other) => one.Width == other.Width && one.Height == other.Height
        && Enumerable.Range(0, one.Height).All(y => Enumerable.Range(0, one.Width).All(x => one.At(x, y) == other.At(x, y)));

    private static async Task<string> ProblemAsync(HttpClient client, string query, HttpStatusCode expected)
    {
        using var response = await client.GetAsync(new Uri($"/display.png{query}", UriKind.Relative));
        response.StatusCode.ShouldBe(expected);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return json.RootElement.Detail();
    }

    [Fact]
    public async Task Whoever_may_look_gets_it_and_nobody_else()
    {
        using var nobody = fixture.Site.CreateClient();
        (await ProblemAsync(nobody, "", HttpStatusCode.Unauthorized)).ShouldContain("Authorization: Bearer TOKEN");
        // Before what was asked for is looked at.
        await ProblemAsync(nobody, "?width=0", HttpStatusCode.Unauthorized);
        using var wrong = fixture.Site.CreateClientFrom("127.0.3.1");
        wrong.DefaultRequestHeaders.Authorization = new("Bearer", "wrong");
        await ProblemAsync(wrong, "", HttpStatusCode.Unauthorized);
        using var reader = await fixture.Site.CreateTokenClientAsync("read");
        (await GetAsync(reader)).Width.ShouldBe(160);
        using var signedIn = await fixture.Site.SignInAsync();
        (await GetAsync(signedIn)).Height.ShouldBe(128);
    }

    [Theory]
    [InlineData("?width=320&height=240", 320, 240)]
    [InlineData("?width=16&height=16", 16, 16)]
    [InlineData("?width=128&height=160&scale=4&lang=fr", 512, 640)]
    [InlineData("?width=4096&height=4096", 4096, 4096)]
    [InlineData("?width=256&height=16&scale=16", 4096, 256)]
    public async Task It_has_the_size_that_is_asked_for(string query, int width, int height)
    {
        using var client = await fixture.Site.CreateTokenClientAsync("read");
        var picture = await GetAsync(client, query);
        (picture.Width, picture.Height).ShouldBe((width, height));
    }

    [Theory]
    [InlineData("?width=15", "width is '15'; allowed: a whole number from 16 to 4096.")]
    [InlineData("?height=4097", "height is '4097'; allowed: a whole number from 16 to 4096.")]
    [InlineData("?width=wide", "width is 'wide'; allowed: a whole number from 16 to 4096.")]
    [InlineData("?scale=17", "scale is '17'; allowed: a whole number from 1 to 16.")]
    [InlineData("?width=1000&scale=5", "scale is '5'; allowed: a picture of at most 4096 pixels each way, and this one would have 5000 × 640.")]
    [InlineData("?lang=de", "lang is 'de'; allowed: en or fr.")]
    [InlineData("?colour=red", "There is no query parameter 'colour'; allowed: width, height, scale, lang, v.")]
    [InlineData("?width=100&width=200", "The query parameter width stands there 2 times; allowed: once.")]
    public async Task What_is_not_understood_is_refused(string query, string detail)
    {
        using var client = await fixture.Site.CreateTokenClientAsync("read");
        (await ProblemAsync(client, query, HttpStatusCode.BadRequest)).ShouldBe(detail);
    }

    [Fact]
    public async Task It_shows_a_new_sample_at_once()
    {
        using var client = await fixture.Site.CreateTokenClientAsync("write");
        var sensor = await fixture.Database.AddSensorAsync($"shown {Guid.NewGuid():N}");
        await fixture.Database.Owner.ExecuteAsync("update w3bstream_settings set sensors = array[$1::integer]", sensor);
        var before = await GetAsync(client, "?lang=en");
        Has(before, DisplayColours.Live).ShouldBeFalse();
        await client.PostAsync(string.Create(CultureInfo.InvariantCulture, $"/api/v1/sensors/{sensor}/samples"), """{"watts":231.5}""");
        var after = await GetAsync(client, "?lang=en");
        // The unit of a live power has this colour.
        Has(after, DisplayColours.Live).ShouldBeTrue();
        AreAlike(after, await GetAsync(client, "?lang=fr")).ShouldBeFalse();
        using var french = await fixture.Site.CreateTokenClientAsync("read");
        french.DefaultRequestHeaders.AcceptLanguage.ParseAdd("fr");
        // Again, since a minute may end between the two.
        await Eventually.BecomesTrueAsync("a French browser gets it in French", async () => AreAlike(await GetAsync(french), await GetAsync(client, "?lang=fr")));
    }

    [Fact]
    public async Task Without_the_database_the_picture_and_the_status_say_so()
    {
        await using var cable = new DatabaseCable(fixture.Database.Server);
        await using var site = await WebSite.StartAnotherAsync(fixture.Database, new Dictionary<string, string> { ["Database__Port"] = cable.Port.ToString(CultureInfo.InvariantCulture) });
        using var signedIn = await site.SignInAsync();
        await GetAsync(signedIn);
        await cable.CutAsync();
        Has(await GetAsync(signedIn, "", HttpStatusCode.ServiceUnavailable), DisplayColours.Trouble).ShouldBeTrue();
        cable.Mend();
        await Eventually.BecomesTrueAsync("the database is back", async () => (await signedIn.GetAsync(new Uri("/display.png", UriKind.Relative))).IsSuccessStatusCode);
    }

    [Fact]
    public async Task Many_that_ask_for_large_ones_wait_for_one_another_and_all_get_theirs()
    {
        using var client = await fixture.Site.CreateTokenClientAsync("read");
        var pictures = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => GetAsync(client, "?width=1920&height=1080")));
        pictures.ShouldAllBe(picture => picture.Width == 1920 && picture.Height == 1080);
    }
}
