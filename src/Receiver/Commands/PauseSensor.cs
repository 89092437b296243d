using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Commands;

/// <summary>Switches off the sensors of a kind, or the one that is named; its samples stay.</summary>
public static class PauseSensor
{
    public static Task<int> RunAsync(CommandLine.PauseSensor command) => SensorRegister.RunAsync(async register =>
    {
        ArgumentNullException.ThrowIfNull(command);
        var kind = SensorKind.All.FirstOrDefault(kind => kind.Name == command.KindOrSensor);
        var sensor = kind is null ? await register.TryFindAsync(command.KindOrSensor) : null;
        if (kind is null && sensor is null)
            throw SettingException.NotAllowed(
                "--pause-sensor", command.KindOrSensor,
                $"a kind ({string.Join(", ", SensorKind.All.Select(each => each.Name))}), or the name or the id of a sensor: {await register.NamesAsync()}");

        await using var pause = register.Database.CreateCommand("update sensors set enabled = false where (driver = $1 or id = $2) and enabled");
        pause.Parameters.Add(new() { Value = kind?.Name ?? "" });
        pause.Parameters.Add(new() { Value = sensor?.Id ?? -1 });
        var paused = await pause.ExecuteNonQueryAsync();
        Console.WriteLine(kind is null ? $"Sensor {sensor!.Id} '{sensor.Name}' is paused." : $"Sensors of kind {kind.Name} that were paused now: {paused}.");
    });
}
