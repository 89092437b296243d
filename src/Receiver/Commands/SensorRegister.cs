using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PowerMeter.Receiver.Configuration;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Secrets;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Commands;

/// <summary>The table of sensors, as the commands that keep it see it. Needs the owner's login.</summary>
/// <param name="ask">Gets a secret's plain text by its key.</param>
public sealed class SensorRegister(NpgsqlDataSource owner, SecretBox secrets, Func<string, string> ask)
{
    private const string Select = "select id, name, driver, settings::text, period_s, enabled, calibration, receiver from sensors";

    public NpgsqlDataSource Database => owner;

    /// <summary>Runs one command by the settings of this process; what the database refuses is said so that it helps.</summary>
    public static async Task<int> RunAsync(Func<SensorRegister, Task> command)
    {
        ArgumentNullException.ThrowIfNull(command);
        using var host = ReceiverHost.CreateBuilder().Build();
        var services = host.Services;
        var database = services.GetRequiredService<NpgsqlDataSource>();
        try
        {
            await Migrator.CheckVersionAsync(database, CancellationToken.None);
            await command(new SensorRegister(
                database, services.GetRequiredService<SecretBox>(), SecretInput.Read));
            return ExitCode.Success;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new SettingException(
                $"This login may not do that ({e.MessageText}): sensors are kept with the owner's. Set POWERMETER_Database__Username=powermeter_owner, and PGPASSFILE to the file with its password.", e);
        }
        catch (PostgresException e) when (e is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "sensors_name_key" })
        {
            throw new SettingException("Another sensor has that name: choose another with --name.", e);
        }
    }

    public async Task<IReadOnlyList<StoredSensor>> AllAsync() => await ReadAsync(owner.CreateCommand($"{Select} order by id"));

    /// <param name="text">A sensor's name, or else its id.</param>
    /// <param name="option">The command, for the message.</param>
    /// <exception cref="SettingException">There is none; the message lists those there are.</exception>
    public async Task<StoredSensor> FindAsync(string text, string option) =>
        await TryFindAsync(text) ?? throw SettingException.NotAllowed(option, text, $"the name or the id of a sensor: {await NamesAsync()}");

    public async Task<StoredSensor?> TryFindAsync(string text)
    {
        // A name that is a number comes before an id.
        await using var command = owner.CreateCommand($"{Select} where name = $1 or id = $2 order by name = $1 desc limit 1");
        command.Parameters.Add(new() { Value = text });
        command.Parameters.Add(new() { Value = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : -1 });
        return (await ReadAsync(command)).SingleOrDefault();
    }

    public async Task<string> NamesAsync()
    {
        var sensors = await AllAsync();
        return sensors.Count == 0 ? "there is none yet" : string.Join(", ", sensors.Select(sensor => $"{sensor.Name} ({sensor.Id})"));
    }

    /// <summary>The settings with what was asked for; reads the secrets.</summary>
    /// <exception cref="SettingException">A secret is given wrongly.</exception>
    public JsonObject Apply(JsonObject settings, SensorKind kind, SensorArguments arguments) => SensorSettings.With(settings, kind, arguments, secrets, ask);

    /// <summary>Reads the settings as the Receiver will: nothing wrong is ever stored.</summary>
    /// <exception cref="SettingException">A setting is wrong; the message names it, what was given and what is allowed.</exception>
    public void Check(SensorKind kind, string name, JsonObject settings, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(settings);
        kind.Check(new SensorInput(SensorConfiguration.OpenSettings(name, settings.ToJsonString()), period) { Secrets = secrets.Reveal });
    }

    private static async Task<List<StoredSensor>> ReadAsync(NpgsqlCommand command)
    {
        await using var rows = await command.ExecuteReaderAsync();
        var sensors = new List<StoredSensor>();
        while (await rows.ReadAsync())
            sensors.Add(new StoredSensor(
                rows.GetInt32(0), rows.GetString(1), rows.GetString(2), rows.GetString(3), TimeSpan.FromSeconds(rows.GetDouble(4)), rows.GetBoolean(5), rows.GetDouble(6))
            {
                Receiver = rows.IsDBNull(7) ? null : rows.GetString(7),
            });
        return sensors;
    }
}
