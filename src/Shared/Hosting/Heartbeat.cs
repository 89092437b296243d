using System.Reflection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using PowerMeter.Shared.Database;

namespace PowerMeter.Shared.Hosting;

/// <summary>
/// Says every second that this process lives, so that a process that was killed is known as such; and forgets those of
/// the same kind that have been silent for a day. Every ten seconds it tells what the process has complained about.
/// </summary>
public sealed class Heartbeat(
    string process, NpgsqlDataSource database, MessageBoard board, ClockDoubt clock, LifeSigns life, TimeProvider time, ILogger<Heartbeat> logger) : BackgroundService
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Both statements and their connections have timeouts of 5 s.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private const int BeatsBetweenMessages = 10;

    private const string Beat = """
        insert into process_heartbeats (process, host, pid, version, started_at, beat_at, clock_doubt)
        values ($1, $2, $3, $4, $5, now(), $6)
        on conflict (process, host, pid) do update
        set beat_at = now(), version = excluded.version, started_at = excluded.started_at, clock_doubt = excluded.clock_doubt
        """;

    private const string Forget = "delete from process_heartbeats where process = $1 and beat_at < now() - interval '1 day'";

    private const string ForgetMessages = "delete from process_messages where process = $1 and last_at < now() - interval '30 days'";

    private const string KeepMessage = """
        insert into process_messages (process, host, source, level, message, first_at, last_at, times)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (process, host, source) do update
        set level = excluded.level, message = excluded.message, last_at = greatest(excluded.last_at, process_messages.first_at), times = process_messages.times + excluded.times
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = time.GetUtcNow().UtcDateTime;
        var outage = new OutageLog("The database is away", time, logger);
        var beats = 0;
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            using var beating = life.Begin("writing its heartbeat", Longest);
            try
            {
                // A server that hangs must not hold up stopping, and cancelling a command waits for it: then the beat is left behind.
                await BeatAsync(started).WaitAsync(stoppingToken);
                if (beats++ % BeatsBetweenMessages != 0) continue;
                await TellAsync().WaitAsync(stoppingToken);
                // Only now: a full disk takes beats, which change a row, and refuses messages, which are new ones.
                outage.Recovered();
            }
            catch (Exception e) when (DatabaseFault.Is(e))
            {
                outage.Failed(e);
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
                new() { Value = (object?)clock.Sentence ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text },
            },
        });
        batch.Timeout = 5;
        await batch.ExecuteNonQueryAsync();
    }

    private async Task TellAsync()
    {
        var messages = board.Take();
        if (messages.Count == 0) return;
        try
        {
            await using var batch = database.CreateBatch();
            batch.BatchCommands.Add(new NpgsqlBatchCommand(ForgetMessages) { Parameters = { new() { Value = process } } });
            foreach (var message in messages)
                batch.BatchCommands.Add(new NpgsqlBatchCommand(KeepMessage)
                {
                    Parameters =
                    {
                        new() { Value = process }, new() { Value = Environment.MachineName }, new() { Value = message.Source },
                        new() { Value = message.Level.ToString().ToLowerInvariant() }, new() { Value = message.Text },
                        new() { Value = message.FirstAt.UtcDateTime }, new() { Value = message.LastAt.UtcDateTime }, new() { Value = message.Times },
                    },
                });
            batch.Timeout = 5;
            await batch.ExecuteNonQueryAsync();
        }
        catch (Exception e) when (DatabaseFault.Is(e))
        {
            board.PutBack(messages);
            throw;
        }
    }

    public static string Version { get; } = Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
