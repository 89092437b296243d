using NodaTime;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Measurement;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Processor.Retention;

/// <summary>What retention waits for, and that a removal that is broken off is none.</summary>
public sealed class RetentionPatienceTests : IAsyncLifetime
{
    private RetentionHouse _house = null!;

    public async ValueTask InitializeAsync() => _house = await RetentionHouse.CreateAsync();

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    [Fact]
    public async Task A_clock_that_was_ahead_and_left_a_sample_of_its_time_makes_no_sample_old()
    {
        // By that sample all months are older than five, but next to nothing was recorded since.
        await _house.KeepAsync(5);
        await _house.Database.InsertPowerAsync(_house.Sensor, [((RetentionHouse.Last + Duration.FromDays(2)).ToUnixMicroseconds(), 1), (TimeProvider.System.GetCurrentInstant().ToUnixMicroseconds(), 1)]);
        await _house.DrainAsync();
        var log = new MessageLog();
        (await _house.RetainAsync(log)).ShouldBeEmpty();
        if (TimeProvider.System.GetCurrentInstant() >= Instant.FromUtc(2026, 7, 1, 0, 0)) log.Said.Single().Text.ShouldContain("of 140");
        (await _house.SamplesAsync("time < '2026-03-01Z'")).ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task A_silence_is_no_time_in_which_samples_grow_old()
    {
        // Three months before May end with January; of February and March 28 days each are asked for, and February has two.
        await _house.KeepAsync(3);
        (await _house.RetainAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task While_forwarding_is_on_a_month_waits_for_its_readings_until_they_are_too_old_to_be_sent()
    {
        await _house.KeepAsync(2);
        await ForwardAsync();
        // Of January nothing is forwarded.
        (await _house.RetainAsync()).ShouldBe([new LocalDate(2026, 1, 1)]);
        await _house.Database.Owner.ExecuteAsync("insert into w3bstream_spans (from_time, until_time) values ('2026-02-26Z', '2026-02-28 12:00Z')");
        var log = new MessageLog();
        (await _house.RetainAsync(log)).ShouldBeEmpty();
        log.Said.Single().Text.ShouldContain("2026-02: readings for W3bstream");

        await _house.Database.Owner.ExecuteAsync("update w3bstream_settings set max_age_s = 604800");
        (await _house.RetainAsync()).ShouldBe([new LocalDate(2026, 2, 1)]);
    }

    [Fact]
    public async Task Readings_that_were_made_need_no_samples()
    {
        await _house.KeepAsync(2);
        await ForwardAsync();
        await _house.Database.Owner.ExecuteAsync("insert into w3bstream_spans (from_time, until_time) values ('2026-02-26Z', '2026-03-01Z')");
        (await _house.RetainAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_is_ended_in_the_middle_has_changed_nothing()
    {
        await _house.KeepAsync(2);
        var (rows, samples) = (await _house.RowsAsync(), await _house.SamplesAsync("true"));
        await using (var holder = await _house.Database.Owner.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            // The month is detached, copied and dropped when it comes to what corrections had kept, and waits there in vain.
            await using var transaction = await holder.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await using var hold = new NpgsqlCommand("lock table corrected_measures in share mode", holder);
            await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            (await _house.RetainAsync()).ShouldBeEmpty();
        }

        await using (var killed = await _house.Database.Processor.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            await using var transaction = await killed.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await using (var drop = new NpgsqlCommand("select drop_measure_month('2026-01-01')", killed)) await drop.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await using var kill = new NpgsqlCommand("select pg_terminate_backend(pg_backend_pid())", killed);
            await Should.ThrowAsync<NpgsqlException>(() => kill.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        }

        (await _house.SamplesAsync("true")).ShouldBe(samples);
        (await _house.RowsAsync()).ShouldBe(rows);
        (await RawHorizon.ReadAsync(_house.Database.Web, CancellationToken.None)).ShouldBeNull();
        (await _house.RetainAsync()).Count.ShouldBe(2);
    }

    /// <summary>From the end of February on, for messages of up to a year.</summary>
    private async Task ForwardAsync()
    {
        await _house.Database.Owner.ExecuteAsync("update w3bstream_settings set publish_url = 'http://w3b.example/x', token = 'protected:x', window_s = 300, max_age_s = 31536000");
        await _house.Database.Owner.ExecuteAsync("update w3bstream_status set forwards_since = '2026-02-26Z'");
    }
}
