using System.Reflection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace PowerMeter.Shared.Hosting;

/// <summary>
/// Says every second that this process lives, so that a process that was killed is known as such; and forgets those of
/// the same kind that have been silent for a day.
/// </summary>
public sealed partial class Heartbeat(string process, NpgsqlDataSource database, TimeProvider time, ILogger<Heartbeat> logger) : BackgroundService
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private const string Beat = """
        insert into process_heartbeats (process, host, pid, version, started_at, beat_at)
        values ($1, $2, $3, $4, $5, now())
        on conflict (process, host, pid) do update set beat_at = now(), version = excluded.version, started_at = excluded.started_at
        """;

    private const string Forget = "delete from process_heartbeats where process = $1 and beat_at < now() - interval '1 day'";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = time.GetUtcNow().UtcDateTime;
        var away = false;
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            try
            {
                // A server that hangs must not hold up stopping, and cancelling a command waits for it: then the beat is left behind.
                await BeatAsync(started).WaitAsync(stoppingToken);
                away = false;
            }
            catch (NpgsqlException e)
            {
                if (!away) DatabaseAway(logger, e.Message);
                away = true;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task BeatAsync(DateTime started)
    {
        await using var batch = database.CreateBatch();
        // The table is unlogged: this commit flushes nothing to the disk.
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Forget) { Parameters = { new() { Value = process } } });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Beat)
        {
            Parameters =
            {
                new() { Value = process }, new() { Value = Environment.MachineName }, new() { Value = Environment.ProcessId },
                new() { Value = Version }, new() { Value = started },
            },
        });
        batch.Timeout = 5;
        await batch.ExecuteNonQueryAsync();
    }

    public static string Version { get; } = Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database is away: {Reason}")]
    private static partial void DatabaseAway(ILogger logger, string reason);
}
