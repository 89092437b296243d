using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace PowerMeter.Shared.Database;

/// <summary>
/// Leaves a primary that another one has replaced while connections to it are open. As long as they work nobody asks whether
/// there is a newer one; so every server of the list is asked now and then, each by a connection of its own. Connections to
/// one that was replaced are ended, those in use too: what they do would be lost, and who only listens would do so for ever.
/// </summary>
/// <param name="database">The pool that is to be emptied.</param>
/// <param name="servers">Every server by itself, without a pool.</param>
public sealed partial class TimelineWatch(NpgsqlDataSource database, IReadOnlyList<NpgsqlDataSource> servers, TimeProvider time, ILogger<TimelineWatch> logger) : BackgroundService
{
    /// <summary>No longer than this, and what it takes to ask, is written to a primary that was replaced while another can be reached.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    // Everybody may end what is his own. Other processes of the same login would find it out by themselves.
    private const string EndOwn = """
        select count(*) filter (where pg_terminate_backend(pid)) from pg_stat_activity
        where usename = current_user and datname = current_database() and pid <> pg_backend_pid()
        """;

    private readonly HashSet<NpgsqlDataSource> _replaced = [];

    /// <summary>Asks all servers once, and leaves those that were replaced.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task LookAsync(CancellationToken cancel)
    {
        // Twice: what the last one says may make the first one old.
        foreach (var server in servers) await TryAsync(server, isToLeave: false, cancel);
        foreach (var server in servers) await TryAsync(server, isToLeave: true, cancel);
    }

    public override void Dispose()
    {
        foreach (var server in servers) server.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await LookAsync(stoppingToken);
    }

    private async Task TryAsync(NpgsqlDataSource server, bool isToLeave, CancellationToken cancel)
    {
        try
        {
            await using var connection = await server.OpenConnectionAsync(cancel);
            if (await TimelineGuard.FindNewerAsync(connection, cancel) is not var (own, newer))
            {
                _replaced.Remove(server);
                return;
            }

            if (isToLeave) await LeaveAsync(server, connection, own, newer, cancel);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            // Away: whoever needs it says so.
        }
    }

    private async Task LeaveAsync(NpgsqlDataSource server, NpgsqlConnection connection, long own, long newer, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(EndOwn, connection);
        var ended = (long)(await command.ExecuteScalarAsync(cancel))!;
        var isNew = _replaced.Add(server);
        // The pool has connections to the other servers too: not each time.
        if (isNew || ended > 0) database.Clear();
        if (isNew) Replaced(logger, connection.Host, connection.Port, own, newer);
        if (ended > 0) Left(logger, connection.Host, connection.Port, ended);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The server {Host}:{Port} is a primary of before (timeline {Own}), and another one has replaced it (timeline {Newer}): it is not used any more. Stop it, and make it a standby with pg_rewind or pg_basebackup.")]
    private static partial void Replaced(ILogger logger, string? host, int port, long own, long newer);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Ended} connections to {Host}:{Port}, a primary of before, were ended.")]
    private static partial void Left(ILogger logger, string? host, int port, long ended);
}
