using System.Text.Json;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;
using TaggedSample = PowerMeter.Tests.TestKit.ReferenceIntegral.TaggedSample;

namespace PowerMeter.Tests.Integration.Web.OpenApi;

/// <summary>A site with the data that the examples of the document speak of, and the document itself.</summary>
public sealed class OpenApiFixture : IAsyncLifetime
{
    public const string Path = "/openapi/v1.json";
    private const int PeriodSeconds = 8;

    /// <summary>2026-03-01T11:00:00Z.</summary>
    private const long Begin = 1772362800;

    private readonly WebSiteFixture _site = new();
    private JsonDocument _document = null!;

    public TestDatabase Database => _site.Database;

    public WebSite Site => _site.Site;

    /// <summary>As it is served.</summary>
    public string Text { get; private set; } = "";

    internal IReadOnlyList<ApiCall> Calls { get; private set; } = [];

    public JsonElement Document => _document.RootElement;

    public async ValueTask InitializeAsync()
    {
        await _site.InitializeAsync();
        // The examples speak of sensor 1.
        (await Database.AddSensorAsync("Kitchen", PeriodSeconds)).ShouldBe(1);
        await Database.InsertMeasuresAsync(1, [.. Enumerable.Range(0, 900).Select(i => new TaggedSample(Begin + i * PeriodSeconds, 200 + i % 50, false))]);
        await _site.DrainAsync();
        // All is well there.
        await Database.Owner.ExecuteAsync("""
            insert into process_heartbeats (process, host, pid, version, started_at, beat_at)
            values ('processor', 'test', 1, 'test', now(), now() + interval '1 hour')
            """);
        // They speak of change 1 of the contracts too.
        (await Database.Owner.ScalarAsync<long>("""
            insert into tariff_changes (contracts, time_zone, requested_by, started_at, samples_total, finished_at, checked_at)
            values ('[]', 'Europe/Paris', 'resident', now(), 0, now(), now()) returning id
            """)).ShouldBe(1);
        using var client = Site.CreateClient();
        Text = await client.GetStringAsync(new Uri(Path, UriKind.Relative));
        _document = JsonDocument.Parse(Text);
        Calls = ApiCall.Of(Document);
    }

    public async ValueTask DisposeAsync()
    {
        _document.Dispose();
        await _site.DisposeAsync();
    }
}
