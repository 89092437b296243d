using System.Globalization;
using NodaTime;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Storage;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Processor.Retention;

/// <summary>What the page says that a setting removes is what the Processor then removes.</summary>
public sealed class RemovalQueryTests : IAsyncLifetime
{
    private static readonly YearMonth January = new(2026, 1);
    private static readonly YearMonth February = new(2026, 2);

    private RetentionHouse _house = null!;

    public async ValueTask InitializeAsync() => _house = await RetentionHouse.CreateAsync();

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    [Fact]
    public async Task What_is_old_and_waits_for_nothing_goes()
    {
        var preview = await PreviewAsync(2);
        (preview.Months, preview.Waiting, preview.Wait).ShouldBe((2, 0, null));
        preview.Bytes.ShouldBeGreaterThan(0);
        (await PreviewAsync(1200)).ShouldBe(new RemovalPreview(0, 0, 0));
        await IsWhatHappensAsync(2, preview);
        // What is gone is promised no more.
        (await PreviewAsync(2)).ShouldBe(new RemovalPreview(0, 0, 0));
    }

    [Fact]
    public async Task After_a_silence_it_says_how_many_days_are_missing()
    {
        var preview = await PreviewAsync(3);
        (preview.Months, preview.Waiting).ShouldBe((0, 1));
        var wait = preview.Wait.ShouldNotBeNull();
        (wait.Reason, wait.Month, wait.DaysNeeded).ShouldBe((RemovalReason.Silence, January, 84));
        wait.Days.ShouldBeInRange(1, 83);
        await IsWhatHappensAsync(3, preview);
    }

    [Fact]
    public async Task What_waits_for_W3bstream_stays_until_it_is_made()
    {
        await _house.Database.Owner.ExecuteAsync("update w3bstream_settings set publish_url = 'http://w3b.example/x', token = 'protected:x', window_s = 300, max_age_s = 31536000");
        await _house.Database.Owner.ExecuteAsync("update w3bstream_status set forwards_since = '2026-02-26Z'");
        await _house.Database.Owner.ExecuteAsync("insert into w3bstream_spans (from_time, until_time) values ('2026-02-26Z', '2026-02-28 12:00Z')");
        var preview = await PreviewAsync(2);
        (preview.Months, preview.Waiting, preview.Wait).ShouldBe((1, 1, new RemovalWait(RemovalReason.Readings, February)));
        await IsWhatHappensAsync(2, preview);

        // What is left of the month is shorter than a window.
        await _house.Database.Owner.ExecuteAsync("update w3bstream_spans set until_time = '2026-02-28 23:56Z'");
        preview = await PreviewAsync(2);
        (preview.Months, preview.Wait).ShouldBe((1, null));
        await IsWhatHappensAsync(2, preview);
    }

    [Fact]
    public async Task What_is_still_to_be_computed_stays()
    {
        await _house.Database.DeleteMeasuresAsync(_house.Sensor, [RetentionHouse.First.ToUnixTimeSeconds()]);
        var preview = await PreviewAsync(2);
        (preview.Months, preview.Waiting, preview.Wait).ShouldBe((0, 2, new RemovalWait(RemovalReason.Energy, January)));
        await IsWhatHappensAsync(2, preview);
    }

    private async Task<RemovalPreview> PreviewAsync(int months)
    {
        var database = _house.Database.Web;
        var figures = await new StorageQuery(database, TimeProvider.System).ReadAsync(CancellationToken.None);
        var horizon = await database.ScalarAsync<string?>("select to_char(max(month) + interval '1 month', 'YYYY-MM-DD') from measures_dropped");
        return await new RemovalQuery(database, TimeProvider.System).ReadAsync(
            months, figures, horizon is null ? null : LocalDate.FromDateOnly(DateOnly.Parse(horizon, CultureInfo.InvariantCulture)), CancellationToken.None);
    }

    private async Task IsWhatHappensAsync(int months, RemovalPreview preview)
    {
        await _house.KeepAsync(months);
        (await _house.RetainAsync()).Count.ShouldBe(preview.Months);
    }
}
