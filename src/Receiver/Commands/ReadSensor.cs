using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;
using PowerMeter.Receiver.Configuration;
using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Probing;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Secrets;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Commands;

/// <summary>
/// Takes one reading, by the driver of its kind: of a sensor that the database has, or of a device that is named. What a
/// running Receiver has is left alone: then its last reading is shown. A device can be read without a database.
/// </summary>
public static class ReadSensor
{
    /// <returns>0 when there is a reading, else 1.</returns>
    public static async Task<int> RunAsync(CommandLine.ReadSensor command)
    {
        ArgumentNullException.ThrowIfNull(command);
        using var host = ReceiverHost.CreateBuilder().Build();
        var services = host.Services;
        var time = services.GetRequiredService<TimeProvider>();
        var reading = await TakeAsync(
            command, services.GetRequiredService<NpgsqlDataSource>(), services.GetRequiredService<SecretBox>(), SecretInput.Read, time,
            services.GetRequiredService<ReceiverOptions>());
        if (command.Json) Console.WriteLine(ProbeJson.Of(reading));
        else LiveReadingText.Write(Console.Out, reading, time.GetUtcNow().UtcDateTime);
        return reading.Watts is null ? ExitCode.Failure : ExitCode.Success;
    }

    /// <param name="ask">Gets a secret's plain text by its key.</param>
    /// <param name="receiver">Whose sensors this machine's are.</param>
    /// <exception cref="SettingException">There is no such sensor or kind, or a setting is wrong.</exception>
    public static async Task<LiveReading> TakeAsync(
        CommandLine.ReadSensor command, NpgsqlDataSource database, SecretBox secrets, Func<string, string> ask, TimeProvider time,
        ReceiverOptions? receiver = null)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(secrets);
        var known = await KnownSensors.TryReadAsync(database, receiver ?? ReceiverOptions.Only);
        var stored = known?.Find(command.Sensor);
        var (kind, settings, period) = stored is not null ? Of(stored) : Of(command.Sensor, known);
        settings = SensorSettings.With(settings, kind, command.Arguments, secrets, ask);
        period = command.Arguments.Period ?? period;
        if (known?.UserOf(stored, kind, settings) is { } user) return await KnownSensors.LastOfAsync(user, database);
        var driver = SensorDrivers.Create(kind, new DriverContext(
            SensorConfiguration.OpenSettings(command.Sensor, settings.ToJsonString()), period, known?.Zone ?? DateTimeZone.Utc, time)
        {
            Secrets = secrets.Reveal,
        });
        return await FirstReading.TakeAsync(stored?.Name ?? command.Sensor, kind.Name, driver, period, time);
    }

    private static (SensorKind Kind, JsonObject Settings, TimeSpan Period) Of(StoredSensor sensor) =>
        (SensorKind.Named(sensor.Driver), sensor.Settings, sensor.Period);

    private static (SensorKind Kind, JsonObject Settings, TimeSpan Period) Of(string text, KnownSensors? known)
    {
        var parts = text.Split('=', 2);
        var kind = SensorKind.All.FirstOrDefault(kind => kind.Name == parts[0]) ?? throw SettingException.NotAllowed(
            "--read", text,
            $"{(known is null ? "the name or id of a sensor (the database cannot be read)" : $"the name or id of a sensor: {known.Names()}")}; or a kind: {SensorKind.Names()}");
        if (parts.Length == 2 && !kind.Device.Allows(parts[1])) throw SettingException.NotAllowed("--read", text, kind.AsTyped);
        return (kind, parts.Length == 2 ? new JsonObject { ["device"] = parts[1] } : [], kind.DefaultPeriod);
    }
}
