using PowerMeter.Shared.Language;
using PowerMeter.Tests.Integration.Receiver;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Forms;
using PowerMeter.Web.SensorSetup;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web.SensorSetup;

/// <summary>Web asks, and a real Receiver looks and tries.</summary>
public sealed class SensorTrialTests(SensorBench bench) : IClassFixture<SensorBench>
{
    private const string Key = "17-34-51-68-85-102-119-136-153-170-187-204-221-238-255-16";

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_Receiver_it_is_said_at_once_what_helps()
    {
        await bench.Database.Owner.ExecuteAsync("delete from process_heartbeats");
        (await Should.ThrowAsync<SensorTrialException>(() => bench.Trials.ProbeAsync(null, Cancel))).Message.ShouldStartWith("No Receiver answers");
        await Should.ThrowAsync<SensorTrialException>(() => bench.Trials.ReadAsync(new SensorDraft("simulated", ""), null, Cancel));
    }

    [Fact]
    public async Task Who_asks_without_end_is_told_to_wait_and_fills_no_table()
    {
        var owner = bench.Database.Owner;
        // A Receiver that lives and takes nothing.
        await owner.ExecuteAsync("insert into process_heartbeats (process, host, pid, version, started_at, beat_at) values ('receiver', 'busy', 1, 'x', now(), now() + interval '1 hour')");
        await owner.ExecuteAsync("insert into sensor_requests (kind, limit_s, expires_at) select 'probe', 1, now() + interval '1 hour' from generate_series(1, $1)", SensorRequests.MostWaiting);
        var before = await CountRequestsAsync();
        (await Should.ThrowAsync<SensorTrialException>(() => bench.Trials.ProbeAsync(null, Cancel))).Message.ShouldStartWith("Too many readings");
        (await CountRequestsAsync()).ShouldBe(before);
        // What nobody took in time is in nobody's way.
        await owner.ExecuteAsync("update sensor_requests set expires_at = now() where taken_at is null");
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var asking = bench.Trials.ProbeAsync(null, soon.Token);
        await Eventually.BecomesTrueAsync("it is asked", async () => await CountRequestsAsync() == before + 1);
        await soon.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => asking);
        await owner.ExecuteAsync("delete from sensor_requests");
        await owner.ExecuteAsync("delete from process_heartbeats where host = 'busy'");
    }

    [Fact]
    public async Task A_Receiver_that_has_no_sensor_yet_looks_and_tries_and_stores_nothing()
    {
        await using var receiver = await StartReceiverAsync();
        var found = await bench.Trials.ProbeAsync(null, Cancel);
        // Whatever this machine has, of each kind that needs a device there is one or the reason why there is none.
        foreach (var kind in new[] { "ina219", "citizenwatt", "awox" })
            found.Where(device => device.Kind == kind).ShouldNotBeEmpty(kind);

        found.ShouldAllBe(device => device.DescriptionSaid != null && device.DescriptionSaid.ToString() == device.Description);
        found.ShouldAllBe(device => (device.ProblemSaid == null ? null : device.ProblemSaid.ToString()) == device.Problem);

        var reading = await bench.Trials.ReadAsync(new SensorDraft("simulated", "Household") { Calibration = 2 }, null, Cancel);
        reading.Fault.ShouldBeNull();
        reading.Watts.ShouldNotBeNull().ShouldBeGreaterThan(0);
        reading.RunningSensor.ShouldBeNull();
        (await bench.Database.Owner.ScalarAsync<long>("select count(*) from measures")).ShouldBe(0);

        (await bench.Trials.ReadAsync(new SensorDraft("push", "Boiler"), null, Cancel)).Fault.ShouldNotBeNull().ShouldContain("nothing to try");

        // Ten at once: eight beside each other, and the others after them.
        var many = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => bench.Trials.ReadAsync(new SensorDraft("simulated", "") { PeriodSeconds = 0.05 }, null, Cancel)));
        many.ShouldAllBe(taken => taken.Watts > 0);
        (await receiver.StopAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_secret_goes_to_the_Receiver_protected_and_stands_nowhere_in_plain_text()
    {
        await using var receiver = await StartReceiverAsync();
        var draft = new SensorDraft("citizenwatt", "Radio")
        {
            Settings = new Dictionary<string, string> { ["device"] = "/dev/no-such-spidev", ["aes_key"] = Key },
            PeriodSeconds = 1,
        };
        var reading = await bench.Trials.ReadAsync(draft, null, Cancel);
        reading.Watts.ShouldBeNull();
        reading.Fault.ShouldNotBeNull().ShouldContain("/dev/no-such-spidev");
        reading.FaultSaid.ShouldBe(new Sentence("Radio_NoSpi", "/dev/no-such-spidev"));

        // A change of a stored one takes its secret.
        var id = await bench.Changes.AddAsync(draft with { Settings = new Dictionary<string, string> { ["device"] = "/dev/another", ["aes_key"] = Key } }, Cancel);
        await bench.Changes.PauseAsync(id, true, Cancel);
        (await Should.ThrowAsync<FieldFaultException>(() => bench.Trials.ReadAsync(new SensorDraft("citizenwatt", "Radio"), null, Cancel)))
            .Faults.ShouldHaveSingleItem().Field.ShouldBe("settings.aes_key");
        var kept = await bench.Trials.ReadAsync(draft with { Settings = new Dictionary<string, string> { ["device"] = "/dev/no-such-spidev" } }, id, Cancel);
        kept.Fault.ShouldNotBeNull().ShouldContain("/dev/no-such-spidev");

        (await receiver.StopAsync()).ShouldBe(0);
        receiver.Output.ShouldNotContain(Key);
        var asked = await bench.Database.Owner.QueryAsync("select to_jsonb(sensor_requests)::text from sensor_requests where driver = 'citizenwatt'", row => row.GetString(0));
        asked.Count.ShouldBe(2);
        asked.ShouldAllBe(row => row.Contains("protected:") && !row.Contains("17-34"));
        await bench.Changes.RemoveAsync(id, Cancel);
    }

    [Fact]
    public async Task What_is_wrong_is_said_before_anybody_is_asked()
    {
        var before = await CountRequestsAsync();
        var draft = new SensorDraft("acs712", "Bench") { Settings = new Dictionary<string, string> { ["device"] = "COM3" } };
        (await Should.ThrowAsync<FieldFaultException>(() => bench.Trials.ReadAsync(draft, null, Cancel))).Faults.ShouldHaveSingleItem().Field.ShouldBe("settings.device");
        (await Should.ThrowAsync<FieldFaultException>(() => bench.Trials.ReadAsync(draft, 999_999, Cancel))).Faults.ShouldHaveSingleItem().Field.ShouldBe("sensor");
        (await CountRequestsAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task A_sensor_that_runs_is_not_disturbed_its_last_reading_is_the_answer()
    {
        using var directory = new TemporaryDirectory();
        await using var port = new PseudoTerminal(directory);
        await port.PlugAsync();
        var draft = new SensorDraft("acs712", "Workshop") { Settings = new Dictionary<string, string> { ["device"] = port.Device }, PeriodSeconds = 1, Calibration = 2 };
        var id = await bench.Changes.AddAsync(draft, Cancel);
        await using var receiver = await StartReceiverAsync();
        await Eventually.BecomesTrueAsync("it is read", async () =>
        {
            await port.WriteAsync("100.5\r\n");
            return (await SensorStatusReading.OfAsync(bench.Database, id))?.Samples > 0;
        });
        var reading = await bench.Trials.ReadAsync(draft with { Calibration = 3 }, id, Cancel);
        reading.ShouldSatisfyAllConditions(
            taken => taken.Watts.ShouldNotBeNull().ShouldBe(301.5, 1e-9), taken => taken.RunningSensor.ShouldBe("Workshop"), taken => taken.Fault.ShouldBeNull());
        // What is stored is calibrated too.
        (await bench.Database.Owner.ScalarAsync<double>("select max(watts) from measures where sensor_id = $1", id)).ShouldBe(201, 1e-9);
        (await receiver.StopAsync()).ShouldBe(0);
        await bench.Changes.RemoveAsync(id, Cancel);
    }

    private async Task<PowerMeterProcess> StartReceiverAsync()
    {
        var receiver = PowerMeterProcess.Start("Receiver", bench.Database, bench.Directory);
        await Eventually.BecomesTrueAsync("the Receiver lives", () => bench.Database.Owner.ScalarAsync<bool>(
            "select exists (select from process_heartbeats where process = 'receiver' and beat_at > now() - interval '2 seconds')"));
        return receiver;
    }

    private Task<long> CountRequestsAsync() => bench.Database.Owner.ScalarAsync<long>("select count(*) from sensor_requests");
}
