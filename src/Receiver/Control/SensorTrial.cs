using System.Text.Json.Nodes;
using NodaTime;
using PowerMeter.Receiver.Configuration;
using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Probing;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Secrets;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Control;

/// <summary>Looks at the machine, and reads a sensor that is not stored yet without disturbing one that runs.</summary>
public sealed class SensorTrial(RunningSensors running, CurrentSite site, SecretBox secrets, TimeProvider time)
{
    /// <summary>A reading that can be had at any time is not waited for a whole period.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    /// <summary>Two who try one device at once take turns; others may have to, by chance, which does no harm.</summary>
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 16).Select(_ => new SemaphoreSlim(1))];

    public static IReadOnlyList<FoundDevice> Probe() => FoundDevices.Of(ProbeReport.Of(new KernelFolders(), new DeviceDoors()));

    /// <exception cref="OperationCanceledException">The Receiver stops.</exception>
    public async Task<TakenReading> ReadAsync(SensorRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        var started = time.GetTimestamp();
        try
        {
            var kind = SensorKind.Named(request.Driver!);
            var settings = JsonNode.Parse(request.Settings!)!.AsObject();
            if (UserOf(kind, settings) is { } user) return await LastOfAsync(user, request, cancel);
            var turn = TurnOf(kind, settings);
            if (!await turn.WaitAsync(request.Limit, cancel)) return TakenReading.None(new Sentence("Sensor_TrialBusy"));
            try
            {
                return await TakeAsync(kind, request, Left(request.Limit - time.GetElapsedTime(started)), cancel);
            }
            finally
            {
                turn.Release();
            }
        }
        catch (SettingException e)
        {
            return TakenReading.None(e.Sentence);
        }
    }

    private async Task<TakenReading> TakeAsync(SensorKind kind, SensorRequest request, TimeSpan most, CancellationToken cancel)
    {
        var period = TimeSpan.FromSeconds(request.PeriodSeconds!.Value);
        var context = new DriverContext(
            SensorConfiguration.OpenSettings(kind.Title, request.Settings!), kind.IsReadAnyTime && period > Soon ? Soon : period, site.Calendar.Zone, time)
        {
            Secrets = secrets.Reveal,
        };
        var reading = await FirstReading.TakeAsync(kind.Title, kind.Name, SensorDrivers.Create(kind, context), most, time, cancel);
        return reading.Watts is { } watts
            ? TakenReading.Of(watts * request.Calibration!.Value, reading.Volts, reading.ErrorSaid)
            : TakenReading.None(reading.ErrorSaid!);
    }

    /// <summary>The running sensor that has this device now. One whose driver cannot be made has none.</summary>
    private SensorRunner? UserOf(SensorKind kind, JsonObject settings) => !kind.HoldsItsDevice ? null : running.All.FirstOrDefault(
        runner => runner.Driver is not null && runner.Sensor.Driver == kind.Name
            && SameDevice.MayBe(JsonNode.Parse(runner.Sensor.Settings)!.AsObject(), settings));

    /// <summary>Its last reading as long as it is fresh, else the next; or why none comes.</summary>
    private async Task<TakenReading> LastOfAsync(SensorRunner user, SensorRequest request, CancellationToken cancel)
    {
        var name = user.Sensor.Name;
        var fresh = Duration.FromTimeSpan(FirstReading.LimitFor(TimeSpan.FromSeconds(user.Sensor.PeriodSeconds)));
        for (var started = time.GetTimestamp(); ; await Task.Delay(LookAgain, time, cancel))
        {
            var now = user.Now;
            if (now is { State: SensorState.Running, Last: { } last } && time.GetCurrentInstant() - last.Time < fresh)
                return TakenReading.Of(last.Watts / user.Sensor.Calibration * request.Calibration!.Value, last.Volts, now.ErrorSaid, name);
            if (now.State is SensorState.Absent or SensorState.Silent or SensorState.Fault || time.GetElapsedTime(started) >= request.Limit)
                return TakenReading.None(now.ErrorSaid ?? new Sentence("Sensor_NotReadYet", name), name);
        }
    }

    /// <summary>Whoever waited for his turn to the end still gets a quick look.</summary>
    private static TimeSpan Left(TimeSpan left) => left > Soon ? left : Soon;

    private SemaphoreSlim TurnOf(SensorKind kind, JsonObject settings)
    {
        // Without a device there is nothing to wait for: any of them will do.
        var key = kind.HoldsItsDevice ? string.Join('|', SensorKind.Identity.Select(name => settings[name]?.ToString())) : Guid.NewGuid().ToString();
        return _turns[(HashCode.Combine(kind.Name, key) & int.MaxValue) % _turns.Length];
    }
}
