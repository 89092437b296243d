using Microsoft.Extensions.DependencyInjection;
using PowerMeter.Processor.Energy;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Forms;
using PowerMeter.Web.Queries;
using PowerMeter.Web.SensorSetup;
using PowerMeter.Web.Server;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web.SensorSetup;

/// <summary>By Web's own login.</summary>
public sealed class SensorChangeTests(SensorBench bench) : IClassFixture<SensorBench>
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sensor_is_added_changed_paused_and_shown_without_its_secret()
    {
        var draft = new SensorDraft("citizenwatt", " Meter ")
        {
            Settings = new Dictionary<string, string> { ["aes_key"] = "00112233445566778899AABBCCDDEEFF", ["channel"] = "80", ["rate"] = "" },
        };
        var id = await bench.Changes.AddAsync(draft, Cancel);
        var stored = await OfAsync(id);
        stored.Draft.Name.ShouldBe("Meter");
        stored.Draft.Settings.ShouldBe(new Dictionary<string, string> { ["channel"] = "80" });
        stored.SecretsSet.ShouldBe(["aes_key"]);
        (stored.Draft.PeriodSeconds, stored.Draft.Calibration, stored.IsEnabled, stored.Samples).ShouldBe((8, 1, true, 0));
        var secret = await SettingAsync(id, "aes_key");
        secret.ShouldStartWith("protected:");

        await bench.Changes.ChangeAsync(id, stored.Draft with { Name = "House", Settings = new Dictionary<string, string> { ["max_w"] = "9000" }, Calibration = 1.023 }, Cancel);
        (await SettingAsync(id, "aes_key")).ShouldBe(secret);
        (await SettingAsync(id, "channel")).ShouldBeNull();
        (await OfAsync(id)).Draft.ShouldSatisfyAllConditions(
            now => now.Name.ShouldBe("House"), now => now.Calibration.ShouldBe(1.023), now => now.Settings["max_w"].ShouldBe("9000"));
        await bench.Changes.PauseAsync(id, true, Cancel);
        (await OfAsync(id)).IsEnabled.ShouldBeFalse();
        await bench.Changes.PauseAsync(id, false, Cancel);
        (await OfAsync(id)).IsEnabled.ShouldBeTrue();
        await bench.Changes.RemoveAsync(id, Cancel);
        (await FaultAsync(() => bench.Changes.PauseAsync(id, true, Cancel))).Field.ShouldBe("sensor");
        (await FaultAsync(() => bench.Changes.ChangeAsync(id, stored.Draft, Cancel))).Field.ShouldBe("sensor");
    }

    [Fact]
    public async Task What_another_has_already_is_refused_and_nothing_is_stored()
    {
        var first = await bench.Changes.AddAsync(Serial("First", "/dev/ttyTEST1"), Cancel);
        (await FaultAsync(() => bench.Changes.AddAsync(Serial("First", "/dev/ttyTEST2"), Cancel))).Key.ShouldBe("Sensors_Fault_NameTaken");
        (await FaultAsync(() => bench.Changes.AddAsync(Serial("Second", "/dev/ttyTEST1"), Cancel))).ShouldSatisfyAllConditions(
            fault => fault.Field.ShouldBe("settings.device"), fault => fault.Arguments.ShouldBe(["First"]));
        var second = await bench.Changes.AddAsync(Serial("Second", "/dev/ttyTEST2"), Cancel);
        (await FaultAsync(() => bench.Changes.ChangeAsync(second, Serial("First", "/dev/ttyTEST2"), Cancel))).Field.ShouldBe("name");
        (await FaultAsync(() => bench.Changes.ChangeAsync(second, new SensorDraft("simulated", "Second"), Cancel))).Field.ShouldBe("kind");
        (await FaultAsync(() => bench.Changes.ChangeAsync(second, Serial("Second", "nowhere"), Cancel))).Field.ShouldBe("settings.device");
        // To save it as it is takes nothing away from itself.
        await bench.Changes.ChangeAsync(second, Serial("Second", "/dev/ttyTEST2"), Cancel);

        // Two who add the same at once: one wins, the other is told.
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
        {
            try
            {
                return await bench.Changes.AddAsync(new SensorDraft("push", "Twins"), Cancel);
            }
            catch (FieldFaultException)
            {
                return 0;
            }
        }));
        both.Count(id => id == 0).ShouldBe(1);
        foreach (var id in new[] { first, second, both.Max() }) await bench.Changes.RemoveAsync(id, Cancel);
    }

    [Fact]
    public async Task A_sensor_within_somebodys_transaction_goes_with_it()
    {
        await using var connection = await bench.Database.Web.OpenConnectionAsync(Cancel);
        await using (var transaction = await connection.BeginTransactionAsync(Cancel))
        {
            await bench.Changes.AddAsync(connection, new SensorDraft("simulated", "Undone"), Cancel);
            await transaction.RollbackAsync(Cancel);
        }

        (await bench.Changes.ListAsync(Cancel)).ShouldNotContain(sensor => sensor.Draft.Name == "Undone");
    }

    [Fact]
    public async Task A_retired_sensor_is_in_no_list_keeps_what_it_measured_and_comes_back()
    {
        var id = await bench.Changes.AddAsync(new SensorDraft("push", "Old meter"), Cancel);
        await bench.Database.InsertMeasuresAsync(id, [new(1_700_000_000, 100, false), new(1_700_000_010, 100, false)]);
        await RollUpAsync();
        await bench.Changes.RetireAsync(id, Cancel);
        (await bench.Changes.ListAsync(Cancel)).ShouldNotContain(sensor => sensor.Id == id);
        var query = new SensorQuery(bench.Database.Web);
        (await query.ListAsync(Cancel)).ShouldNotContain(sensor => sensor.Id == id);
        (await query.FindAsync(id, Cancel)).ShouldNotBeNull("its samples are still asked for by its id").Enabled.ShouldBeFalse();
        var retired = (await bench.Changes.ListRetiredAsync(Cancel)).Single(sensor => sensor.Id == id);
        retired.ShouldSatisfyAllConditions(sensor => sensor.RetiredAt.ShouldNotBeNull(), sensor => sensor.IsEnabled.ShouldBeFalse(), sensor => sensor.Samples.ShouldBe(1));
        (await CountAsync("measures", id), await CountAsync("energy_hours", id)).ShouldBe((2, 1));
        (await FaultAsync(() => bench.Changes.AddAsync(new SensorDraft("push", "Old meter"), Cancel))).Key.ShouldBe("Sensors_Fault_NameRetired");
        // Nothing but bringing it back switches it on.
        (await FaultAsync(() => bench.Changes.PauseAsync(id, false, Cancel))).Field.ShouldBe("sensor");

        await bench.Changes.RestoreAsync(id, Cancel);
        (await OfAsync(id)).IsEnabled.ShouldBeTrue();
        (await CountAsync("measures", id)).ShouldBe(2);
        await bench.Changes.RemoveAsync(id, Cancel);
    }

    [Fact]
    public async Task Two_hundred_thousand_samples_go_piece_by_piece_and_their_energy_with_them()
    {
        var id = await bench.Changes.AddAsync(new SensorDraft("push", "Big") { PeriodSeconds = 1 }, Cancel);
        await bench.Database.Owner.ExecuteAsync("select ensure_measure_partitions('2026-03-01Z', '2026-03-10Z')");
        await bench.Database.Owner.ExecuteAsync(
            "insert into measures (sensor_id, time, watts, night_rate) select $1, '2026-03-01Z'::timestamptz + n * interval '1 s', 100, false from generate_series(1, 200000) as n", id);
        await RollUpAsync();
        (await OfAsync(id)).Samples.ShouldBeInRange(199_900, 200_100);
        var told = new List<double>();
        await bench.Changes.RemoveAsync(id, new Told(told), Cancel);
        told.Count.ShouldBe(4);
        told.ShouldBeInOrder();
        told[^1].ShouldBe(1);
        foreach (var table in new[] { "measures", "energy_minutes", "energy_quarters", "energy_hours" }) (await CountAsync(table, id)).ShouldBe(0);
        (await bench.Database.Owner.ScalarAsync<long>("select count(*) from sensors where id = $1", id)).ShouldBe(0);
    }

    [Fact]
    public async Task With_a_sensor_goes_what_its_corrections_kept_aside_and_no_other_sensors()
    {
        var (gone, stays) = (await bench.Changes.AddAsync(new SensorDraft("push", "Gone"), Cancel), await bench.Changes.AddAsync(new SensorDraft("push", "Stays"), Cancel));
        foreach (var sensor in new[] { gone, stays })
            await bench.Database.Owner.ExecuteAsync("""
                with correction as (
                  insert into corrections (sensor_id, kind, from_time, to_time, samples, currency, tariff_version, reason, requested_by)
                  values ($1, 'delete', '2026-03-01Z', '2026-03-02Z', 1, 'EUR', 1, 'wrong', 'somebody') returning id)
                insert into corrected_measures (correction_id, time, id, watts, night_rate) select id, '2026-03-01T12:00Z', 1, 100, false from correction
                """, sensor);
        await bench.Changes.RemoveAsync(gone, Cancel);
        (await bench.Database.Owner.QueryAsync("select c.sensor_id from corrected_measures m join corrections c on c.id = m.correction_id", row => row.GetInt32(0))).ShouldBe([stays]);
        (await bench.Database.Owner.QueryAsync("select correction_id from corrected_measures", row => row.GetInt64(0))).Count.ShouldBe(1);
        await bench.Changes.RemoveAsync(stays, Cancel);
    }

    [Fact]
    public async Task A_comparison_with_a_reference_meter_makes_the_calibration()
    {
        var id = await bench.Changes.AddAsync(new SensorDraft("push", "Compared") { PeriodSeconds = 10 }, Cancel);
        await bench.Database.Owner.ExecuteAsync("select ensure_measure_partitions(now() - interval '1 day', now() + interval '1 day')");
        await bench.Database.Owner.ExecuteAsync(
            "insert into measures (sensor_id, time, watts, night_rate) select $1, date_trunc('second', now()) - n * interval '10 s', 950, false from generate_series(0, 12) as n", id);
        var mean = await bench.Changes.MeanPowerAsync(id, TimeSpan.FromMinutes(1), Cancel);
        mean.Watts.ShouldNotBeNull().ShouldBe(950, 1e-6);
        mean.CoveredSeconds.ShouldBeInRange(30, 60);
        (await bench.Changes.MeanPowerAsync(-1, TimeSpan.FromMinutes(1), Cancel)).ShouldBe(new MeanPower(null, 0));

        bench.Changes.NewCalibration(1, 1000, 950).ShouldBe(1.052632, 1e-6);
        Should.Throw<FieldFaultException>(() => bench.Changes.NewCalibration(1, 1000, 5)).Faults.ShouldHaveSingleItem().Key.ShouldBe("Sensors_Fault_TooLittle");
        Should.Throw<FieldFaultException>(() => bench.Changes.NewCalibration(1, 10_000, 950)).Faults.ShouldHaveSingleItem().Key.ShouldBe("Sensors_Fault_ReferenceFactor");
        Should.Throw<FieldFaultException>(() => bench.Changes.NewCalibration(1, -950, 950)).Faults.ShouldHaveSingleItem().Key.ShouldBe("Sensors_Fault_ReferenceFactor");
        Should.Throw<FieldFaultException>(() => bench.Changes.NewCalibration(1, double.NaN, 950)).Faults.ShouldHaveSingleItem().Key.ShouldBe("Sensors_Fault_Reference");
        await bench.Changes.RemoveAsync(id, Cancel);
    }

    [Fact]
    public async Task A_site_that_only_shows_changes_nothing()
    {
        using var host = bench.Build(readOnly: true);
        var (changes, trials) = (host.Services.GetRequiredService<SensorChanges>(), host.Services.GetRequiredService<SensorTrials>());
        await Should.ThrowAsync<ReadOnlyException>(() => changes.AddAsync(new SensorDraft("simulated", "Never"), Cancel));
        await Should.ThrowAsync<ReadOnlyException>(() => changes.ChangeAsync(1, new SensorDraft("simulated", "Never"), Cancel));
        await Should.ThrowAsync<ReadOnlyException>(() => changes.PauseAsync(1, true, Cancel));
        await Should.ThrowAsync<ReadOnlyException>(() => changes.RetireAsync(1, Cancel));
        await Should.ThrowAsync<ReadOnlyException>(() => changes.RestoreAsync(1, Cancel));
        await Should.ThrowAsync<ReadOnlyException>(() => changes.RemoveAsync(1, Cancel));
        await Should.ThrowAsync<ReadOnlyException>(() => trials.ProbeAsync(null, Cancel));
        await Should.ThrowAsync<ReadOnlyException>(() => trials.ReadAsync(new SensorDraft("simulated", "Never"), null, Cancel));
    }

    private static SensorDraft Serial(string name, string device) => new("acs712", name) { Settings = new Dictionary<string, string> { ["device"] = device } };

    private static async Task<FieldFault> FaultAsync(Func<Task> change) => (await Should.ThrowAsync<FieldFaultException>(change)).Faults.ShouldHaveSingleItem();

    private async Task<StoredSensor> OfAsync(int id) => (await bench.Changes.ListAsync(Cancel)).Single(sensor => sensor.Id == id);

    private async Task<string?> SettingAsync(int id, string key) =>
        (await bench.Database.Owner.QueryAsync("select settings ->> $2 from sensors where id = $1", row => row.IsDBNull(0) ? null : row.GetString(0), id, key)).Single();

    private Task<long> CountAsync(string table, int id) => bench.Database.Owner.ScalarAsync<long>($"select count(*) from {table} where sensor_id = $1", id);

    private async Task RollUpAsync()
    {
        var rollup = new EnergyRollup(bench.Database.Processor);
        while (await rollup.ClaimAsync(Cancel) is not null)
        {
        }
    }

    /// <summary>Told on the same thread, unlike <see cref="Progress{T}"/>.</summary>
    private sealed class Told(List<double> all) : IProgress<double>
    {
        public void Report(double value) => all.Add(value);
    }
}
