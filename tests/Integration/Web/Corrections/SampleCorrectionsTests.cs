using PowerMeter.Shared.Measurement;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Corrections;
using PowerMeter.Web.Forms;
using PowerMeter.Web.Server;
using Shouldly;
using Xunit;
using static PowerMeter.Tests.Integration.Web.Corrections.CorrectionSite;
using TaggedSample = PowerMeter.Tests.TestKit.ReferenceIntegral.TaggedSample;

namespace PowerMeter.Tests.Integration.Web.Corrections;

public sealed class SampleCorrectionsTests(CorrectionSite site) : IClassFixture<CorrectionSite>
{
    private const string Who = "resident";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task<int> AddSensorAsync(int samples = 360, double? maxGap = null)
    {
        var sensor = await site.Database.AddSensorAsync($"corrected {Guid.NewGuid():N}", 10, maxGapSeconds: maxGap);
        await site.Database.InsertMeasuresAsync(sensor, [.. Enumerable.Range(0, samples).Select(i => new TaggedSample(Start + i * 10L, 100 + i, i % 50 < 20))]);
        await site.Database.Owner.ExecuteAsync("update measures set volts = 230.5, battery = 80 where sensor_id = $1 and watts > 200", sensor);
        await site.DrainAsync();
        return sensor;
    }

    private static async Task<FieldFault> FaultOfAsync(Func<Task> action) => (await action.ShouldThrowAsync<FieldFaultException>()).Faults.ShouldHaveSingleItem();

    [Theory]
    [InlineData(CorrectionKind.Delete)]
    [InlineData(CorrectionKind.Set)]
    [InlineData(CorrectionKind.Scale)]
    [InlineData(CorrectionKind.Shift)]
    public async Task Undone_every_row_and_every_roll_up_is_as_it_was(CorrectionKind kind)
    {
        var sensor = await AddSensorAsync();
        var (rows, rollups) = (await site.RowsAsync(sensor), await site.RollupsAsync(sensor));
        var request = Request(sensor, kind, 600, 2405) with
        {
            Watts = kind == CorrectionKind.Set ? 42.5 : 0,
            Factor = kind == CorrectionKind.Scale ? -0.37 : 1,
            Offset = kind == CorrectionKind.Shift ? -30 * 24 * UnixMicroseconds.PerHour + 123 : 0,
        };
        var preview = await site.Corrections.PreviewAsync(request, Cancel);
        preview.Effect.Samples.ShouldBe(181);
        (await site.RowsAsync(sensor)).ShouldBe(rows);

        var id = await site.Corrections.ApplyAsync(request, 181, Who, Cancel);
        (await site.RowsAsync(sensor)).Intersect(rows).Count().ShouldBe(360 - 181);
        await site.DrainAsync();
        (await site.RollupsAsync(sensor)).ShouldNotBe(rollups);
        var entry = (await site.Trail.ListAsync(sensor, null, 10, Cancel)).ShouldHaveSingleItem();
        (entry.Id, entry.Request, entry.Samples, entry.By, entry.UndoneAt).ShouldBe((id, request, 181, Who, null));
        // What the preview foretold is what has come.
        var (from, until) = ((Start - 40L * 86400) * UnixMicroseconds.PerSecond, (Start + 86400) * UnixMicroseconds.PerSecond);
        var total = (await site.Energy.ReadAsync(sensor, [from, until], Cancel))[0];
        preview.Days.Sum(day => day.AfterWattHours).ShouldBe(total.Energy.WattHours, 1e-6);
        ((double)preview.Days.Sum(day => day.AfterCost)).ShouldBe((double)total.Cost, 1e-9);

        (await site.Corrections.UndoAsync(sensor, id, "somebody else", Cancel)).ShouldBe(181);
        await site.DrainAsync();
        (await site.RowsAsync(sensor)).ShouldBe(rows);
        (await site.RollupsAsync(sensor)).ShouldBe(rollups);
        entry = (await site.Trail.ListAsync(sensor, null, 10, Cancel)).ShouldHaveSingleItem();
        (entry.UndoneBy, entry.Restored).ShouldBe(("somebody else", 181L));
        (await FaultOfAsync(() => site.Corrections.UndoAsync(sensor, id, Who, Cancel))).Key.ShouldBe("Tables_Bad_UndoneAlready");
    }

    [Fact]
    public async Task A_factor_multiplies_energy_and_leaves_the_rest()
    {
        var sensor = await AddSensorAsync();
        var request = Request(sensor, CorrectionKind.Scale, 0, 3600) with { Factor = 2 };
        var preview = await site.Corrections.PreviewAsync(request, Cancel);
        preview.Effect.AfterWattHours.ShouldBe(2 * preview.Effect.BeforeWattHours, 1e-9);
        preview.Effect.AfterCost.ShouldBe(2 * preview.Effect.BeforeCost);
        await site.Corrections.ApplyAsync(request, null, Who, Cancel);
        (await site.Database.Owner.QueryAsync("select watts, volts, night_rate from measures where sensor_id = $1 order by time", row => (row.GetDouble(0), row.IsDBNull(1), row.GetBoolean(2)), sensor))
            .ShouldBe(Enumerable.Range(0, 360).Select(i => (2.0 * (100 + i), 100 + i <= 200, i % 50 < 20)));
    }

    [Fact]
    public async Task Moved_samples_get_the_tariff_of_their_new_time()
    {
        // Off-peak is from 22:30 to 06:30 in Paris: 15:46 there becomes 02:46.
        var sensor = await AddSensorAsync(10);
        var request = Request(sensor, CorrectionKind.Shift, 0, 100) with { Offset = -13 * UnixMicroseconds.PerHour };
        await site.Corrections.ApplyAsync(request, null, Who, Cancel);
        (await site.Database.Owner.QueryAsync("select night_rate from measures where sensor_id = $1", row => row.GetBoolean(0), sensor)).ShouldBe(Enumerable.Repeat(true, 10));
    }

    [Fact]
    public async Task Of_two_who_do_the_same_at_once_one_does_it()
    {
        var sensor = await AddSensorAsync();
        var rows = await site.RowsAsync(sensor);
        var delete = Request(sensor, CorrectionKind.Delete, 0, 1000);
        (await RaceAsync(() => site.Corrections.ApplyAsync(delete, null, Who, Cancel))).ShouldBe("Tables_Bad_Empty");
        var id = (await site.Trail.ListAsync(sensor, null, 10, Cancel)).ShouldHaveSingleItem().Id;
        (await RaceAsync(() => site.Corrections.UndoAsync(sensor, id, Who, Cancel))).ShouldBe("Tables_Bad_UndoneAlready");
        (await site.RowsAsync(sensor)).ShouldBe(rows);
    }

    /// <returns>What the other one of two was told.</returns>
    private static async Task<string> RaceAsync(Func<Task<long>> change)
    {
        var both = new[] { Task.Run(change), Task.Run(change) };
        var fault = (await Should.ThrowAsync<FieldFaultException>(() => Task.WhenAll(both))).Faults.ShouldHaveSingleItem();
        both.Count(one => one.IsCompletedSuccessfully).ShouldBe(1);
        return fault.Key;
    }

    [Fact]
    public async Task A_correction_under_a_later_one_can_only_be_undone_after_it()
    {
        var sensor = await AddSensorAsync();
        var rows = await site.RowsAsync(sensor);
        var first = await site.Corrections.ApplyAsync(Request(sensor, CorrectionKind.Scale, 0, 1000) with { Factor = 3 }, null, Who, Cancel);
        var beside = await site.Corrections.ApplyAsync(Request(sensor, CorrectionKind.Set, 1000, 1100), null, Who, Cancel);
        var second = await site.Corrections.ApplyAsync(Request(sensor, CorrectionKind.Delete, 900, 1000), null, Who, Cancel);
        var fault = await FaultOfAsync(() => site.Corrections.UndoAsync(sensor, first, Who, Cancel));
        (fault.Key, fault.Arguments.ShouldHaveSingleItem()).ShouldBe(("Tables_Bad_Later", second.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        (await site.Corrections.UndoAsync(sensor, second, Who, Cancel)).ShouldBe(10);
        (await site.Corrections.UndoAsync(sensor, first, Who, Cancel)).ShouldBe(100);
        (await site.Corrections.UndoAsync(sensor, beside, Who, Cancel)).ShouldBe(10);
        (await site.RowsAsync(sensor)).ShouldBe(rows);
        (await FaultOfAsync(() => site.Corrections.UndoAsync(sensor, 999_999, Who, Cancel))).Key.ShouldBe("Tables_Bad_NoCorrection");
        var other = await AddSensorAsync(1);
        (await FaultOfAsync(() => site.Corrections.UndoAsync(other, first, Who, Cancel))).Key.ShouldBe("Tables_Bad_NoCorrection");
    }

    [Fact]
    public async Task Samples_that_came_late_into_a_deleted_span_stay_and_none_is_there_twice()
    {
        var sensor = await AddSensorAsync(100);
        var id = await site.Corrections.ApplyAsync(Request(sensor, CorrectionKind.Delete, 0, 500), 50, Who, Cancel);
        await site.Database.InsertMeasuresAsync(sensor, [new(Start + 20, 7, false), new(Start + 25, 8, false)]);
        (await site.Corrections.UndoAsync(sensor, id, Who, Cancel)).ShouldBe(49);
        var watts = await site.Database.Owner.QueryAsync("select watts from measures where sensor_id = $1 order by time", row => row.GetDouble(0), sensor);
        watts.Take(5).ShouldBe([100, 101, 7, 8, 103]);
        watts.Count.ShouldBe(101);
    }

    [Fact]
    public async Task A_sample_that_was_written_anew_after_a_correction_stays_when_it_is_undone()
    {
        var sensor = await AddSensorAsync(20);
        var id = await site.Corrections.ApplyAsync(Request(sensor, CorrectionKind.Set, 0, 50) with { Watts = 1 }, 5, Who, Cancel);
        await site.Database.Web.ExecuteAsync("update measures set watts = 77 where sensor_id = $1 and time = to_timestamp($2)", sensor, (double)Start + 10);
        (await site.Corrections.UndoAsync(sensor, id, Who, Cancel)).ShouldBe(4);
        (await site.Database.Owner.QueryAsync("select watts from measures where sensor_id = $1 order by time limit 3", row => row.GetDouble(0), sensor)).ShouldBe([100, 77, 102]);
    }

    [Fact]
    public async Task What_fails_before_the_commit_leaves_all_as_it_was()
    {
        var sensor = await AddSensorAsync(50);
        var rows = await site.RowsAsync(sensor);
        var broken = site.Create(() => throw new InvalidOperationException("as if it were killed"));
        await Should.ThrowAsync<InvalidOperationException>(() => broken.ApplyAsync(Request(sensor, CorrectionKind.Scale, 0, 500) with { Factor = 2 }, null, Who, Cancel));
        (await site.RowsAsync(sensor)).ShouldBe(rows);
        (await site.Trail.ListAsync(sensor, null, 10, Cancel)).ShouldBeEmpty();
        (await site.Database.Owner.ScalarAsync<long>("select count(*) from pending_energy where sensor_id = $1", sensor)).ShouldBe(0);

        var id = await site.Corrections.ApplyAsync(Request(sensor, CorrectionKind.Delete, 0, 500), null, Who, Cancel);
        await Should.ThrowAsync<InvalidOperationException>(() => broken.UndoAsync(sensor, id, Who, Cancel));
        (await site.RowsAsync(sensor)).ShouldBeEmpty();
        await site.Corrections.UndoAsync(sensor, id, Who, Cancel);
        (await site.RowsAsync(sensor)).ShouldBe(rows);
    }

    [Fact]
    public async Task What_cannot_be_says_why_and_changes_nothing()
    {
        var sensor = await AddSensorAsync(100);
        var rows = await site.RowsAsync(sensor);
        async Task<string> KeyAsync(CorrectionRequest request, long? expected = null) => (await FaultOfAsync(() => site.Corrections.ApplyAsync(request, expected, Who, Cancel))).Key;
        (await KeyAsync(Request(sensor, CorrectionKind.Delete, 5000, 6000))).ShouldBe("Tables_Bad_Empty");
        (await KeyAsync(Request(sensor, CorrectionKind.Delete, 10, 10))).ShouldBe("Tables_Bad_Order");
        (await KeyAsync(Request(sensor, CorrectionKind.Delete, 0, 100), 11)).ShouldBe("Tables_Bad_Changed");
        (await KeyAsync(Request(sensor, CorrectionKind.Shift, 0, 100) with { Offset = 200 * UnixMicroseconds.PerSecond })).ShouldBe("Tables_Bad_InTheWay");
        (await KeyAsync(Request(sensor, CorrectionKind.Set, 0, 100) with { Watts = 2e9 })).ShouldBe("Tables_Bad_Watts");
        (await KeyAsync(Request(999_999, CorrectionKind.Delete, 0, 100))).ShouldBe("Tables_Bad_NoSensor");
        await site.Database.Owner.ExecuteAsync("update measures set watts = 1e8 where sensor_id = $1 and time = to_timestamp($2)", sensor, (double)Start);
        (await KeyAsync(Request(sensor, CorrectionKind.Scale, 0, 100) with { Factor = 20 })).ShouldBe("Tables_Bad_Power");
        await Should.ThrowAsync<ReadOnlyException>(() => site.Create(() => Task.CompletedTask, readOnly: true).ApplyAsync(Request(sensor, CorrectionKind.Delete, 0, 100), null, Who, Cancel));
        (await site.RowsAsync(sensor)).Skip(1).ShouldBe(rows.Skip(1));
    }

    [Fact]
    public async Task After_a_change_of_contracts_what_is_restored_has_the_tariff_that_holds_now()
    {
        var sensor = await AddSensorAsync(10);
        await site.Database.Owner.ExecuteAsync("update measures set night_rate = false where sensor_id = $1", sensor);
        var id = await site.Corrections.ApplyAsync(Request(sensor, CorrectionKind.Delete, 0, 100), null, Who, Cancel);
        await site.Database.Owner.ExecuteAsync("update contracts set off_peak = '10:00-20:00'");
        try
        {
            await site.Corrections.UndoAsync(sensor, id, Who, Cancel);
            (await site.Database.Owner.QueryAsync("select night_rate from measures where sensor_id = $1", row => row.GetBoolean(0), sensor)).ShouldBe(Enumerable.Repeat(true, 10));
        }
        finally
        {
            await site.Database.Owner.ExecuteAsync("update contracts set off_peak = '22:30-06:30'");
            await site.ReadTariffsAgainAsync();
        }
    }

    [Fact]
    public async Task Three_hundred_thousand_samples_go_and_come_back()
    {
        var sensor = await site.Database.AddSensorAsync($"large {Guid.NewGuid():N}", 1);
        await site.Database.Owner.ExecuteAsync("select ensure_measure_partitions(to_timestamp($1), to_timestamp($2))", (double)Start - 400_000, (double)Start);
        await site.Database.Owner.ExecuteAsync("""
            insert into measures (sensor_id, time, watts, night_rate)
            select $1, to_timestamp($2 + i), 100 + i % 977, i % 86400 < 28800 from generate_series(0, 299999) as i
            """, sensor, (double)Start - 400_000);
        const string Sum = "select count(*), sum(hashtextextended(measures::text, 0)) from measures where sensor_id = $1";
        var before = (await site.Database.Owner.QueryAsync(Sum, row => (row.GetInt64(0), row.GetDecimal(1)), sensor)).Single();
        var request = Request(sensor, CorrectionKind.Delete, -400_000, 0);
        var preview = await site.Corrections.PreviewAsync(request, Cancel);
        (preview.Effect.Samples, preview.Effect.AfterWattHours).ShouldBe((300_000, 0));
        var id = await site.Corrections.ApplyAsync(request, 300_000, Who, Cancel);
        (await site.Database.Owner.ScalarAsync<long>("select count(*) from measures where sensor_id = $1", sensor)).ShouldBe(0);
        (await site.Corrections.UndoAsync(sensor, id, Who, Cancel)).ShouldBe(300_000);
        (await site.Database.Owner.QueryAsync(Sum, row => (row.GetInt64(0), row.GetDecimal(1)), sensor)).Single().ShouldBe(before);
    }

    [Fact]
    public async Task The_day_of_25_hours_is_one_day_of_the_preview()
    {
        // 2026-10-25 in Paris: from 2026-10-24T22:00Z to 2026-10-25T23:00Z.
        const long Midnight = 1_792_879_200;
        var sensor = await site.Database.AddSensorAsync($"autumn {Guid.NewGuid():N}", 60);
        await site.Database.InsertMeasuresAsync(sensor, [.. Enumerable.Range(-60, 26 * 60 + 1 + 60).Select(i => new TaggedSample(Midnight + i * 60L, 1000, false))]);
        await site.DrainAsync();
        var preview = await site.Corrections.PreviewAsync(
            new CorrectionRequest(sensor, CorrectionKind.Scale, (Midnight - 3600) * UnixMicroseconds.PerSecond, (Midnight + 26 * 3600) * UnixMicroseconds.PerSecond) { Factor = 2 }, Cancel);
        preview.Days.Select(day => (day.Date.Day, Math.Round(day.BeforeWattHours), Math.Round(day.AfterWattHours))).ShouldBe([(24, 1000, 2000), (25, 25_000, 50_000), (26, 1000, 1992)]);
    }

    [Fact]
    public async Task What_the_API_deletes_by_ids_can_be_undone_too()
    {
        var sensor = await AddSensorAsync(100);
        var rows = await site.RowsAsync(sensor);
        (await site.Deletion.DeleteAsync(sensor, new PowerMeter.Web.Queries.IdRange(-10, -5), "token", Cancel)).ShouldBe(5);
        (await site.Deletion.DeleteSpanAsync(sensor, Start * UnixMicroseconds.PerSecond, (Start + 50) * UnixMicroseconds.PerSecond, "token", Cancel)).ShouldBe(5);
        (await site.Deletion.DeleteSpanAsync(sensor, 0, 50, "token", Cancel)).ShouldBe(0);
        var entries = await site.Trail.ListAsync(sensor, null, 10, Cancel);
        entries.Select(entry => (entry.Samples, entry.By, entry.BeforeWattHours is null)).ShouldBe([(5, "token", false), (5, "token", true)]);
        (entries[1].Request.From, entries[1].Request.Until).ShouldBe(((Start + 900) * UnixMicroseconds.PerSecond, ((Start + 940) * UnixMicroseconds.PerSecond) + 1));
        foreach (var entry in entries) await site.Corrections.UndoAsync(sensor, entry.Id, Who, Cancel);
        (await site.RowsAsync(sensor)).ShouldBe(rows);
    }

    [Fact]
    public async Task What_is_kept_goes_with_its_correction()
    {
        var sensor = await AddSensorAsync(10);
        var id = await site.Corrections.ApplyAsync(Request(sensor, CorrectionKind.Delete, 0, 100), null, Who, Cancel);
        await site.Database.Web.ExecuteAsync("delete from corrections where sensor_id = $1", sensor);
        (await site.Database.Owner.ScalarAsync<long>("select count(*) from corrected_measures where correction_id = $1", id)).ShouldBe(0);
    }
}
