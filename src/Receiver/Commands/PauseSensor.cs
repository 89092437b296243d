using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Receiver.Commands;

/// <summary>Switches the sensors of a kind off. Needs the owner's login.</summary>
public static class PauseSensor
{
    public static async Task<int> RunAsync(CommandLine.PauseSensor command)
    {
        ArgumentNullException.ThrowIfNull(command);
        using var host = ReceiverHost.CreateBuilder().Build();
        await using var pause = host.Services.GetRequiredService<NpgsqlDataSource>()
            .CreateCommand("update sensors set enabled = false where driver = $1 and enabled");
        pause.Parameters.Add(new NpgsqlParameter { Value = command.Kind.Name });
        Console.WriteLine($"{await pause.ExecuteNonQueryAsync()} sensors of kind {command.Kind.Name} are paused now.");
        return ExitCode.Success;
    }
}
