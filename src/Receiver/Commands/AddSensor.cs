using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Receiver.Commands;

/// <summary>Adds a sensor, or finds the one of the same kind and device and switches it on. Needs the owner's login.</summary>
public static class AddSensor
{
    private const string Find = """
        update sensors set enabled = true, name = coalesce($3, name)
        where id = (select id from sensors where driver = $1 and settings ->> 'device' is not distinct from $2 order by id limit 1)
        returning id
        """;

    private const string Insert = """
        insert into sensors (name, measure_type_id, driver, settings, period_s)
        select $1, id, $2, jsonb_strip_nulls(jsonb_build_object('device', $3::text)), $4 from measure_types where name = 'Electricity'
        returning id
        """;

    public static async Task<int> RunAsync(CommandLine.AddSensor command)
    {
        ArgumentNullException.ThrowIfNull(command);
        using var host = ReceiverHost.CreateBuilder().Build();
        var database = host.Services.GetRequiredService<NpgsqlDataSource>();
        try
        {
            var id = await RunAsync(database, command);
            Console.WriteLine(id.ToString(CultureInfo.InvariantCulture));
            return ExitCode.Success;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new SettingException($"Another sensor is called '{NameOf(command)}': choose a name with --name.", e);
        }
    }

    /// <returns>The sensor's id.</returns>
    public static async Task<int> RunAsync(NpgsqlDataSource owner, CommandLine.AddSensor command)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(command);
        await using var find = owner.CreateCommand(Find);
        Add(find, command.Kind.Name);
        Add(find, command.Device);
        Add(find, command.Name);
        if (await find.ExecuteScalarAsync() is int found) return found;

        await using var insert = owner.CreateCommand(Insert);
        Add(insert, NameOf(command));
        Add(insert, command.Kind.Name);
        Add(insert, command.Device);
        insert.Parameters.Add(new NpgsqlParameter { Value = command.Kind.DefaultPeriod.TotalSeconds });
        return (int)(await insert.ExecuteScalarAsync())!;
    }

    private static void Add(NpgsqlCommand command, string? text) => command.Parameters.Add(
        new NpgsqlParameter { Value = text ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });

    private static string NameOf(CommandLine.AddSensor command) =>
        command.Name ?? (command.Device is null ? command.Kind.Title : $"{command.Kind.Title} {Path.GetFileName(command.Device)}");
}
