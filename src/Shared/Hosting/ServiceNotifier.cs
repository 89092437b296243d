using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace PowerMeter.Shared.Hosting;

/// <summary>
/// Tells systemd when the process has started and when it stops, and, at half of the time that the watchdog allows, that it
/// lives. It lives when the thread pool still runs what is due, which is where this runs, and when no loop hangs. The
/// database does not matter here: it may be away.
/// </summary>
public sealed partial class ServiceNotifier(
    NotifySocket socket, LifeSigns life, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<ServiceNotifier> logger) : BackgroundService
{
    private string? _hangs;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var onStarted = lifetime.ApplicationStarted.Register(started.SetResult);
        await using var onStopping = lifetime.ApplicationStopping.Register(() => Tell(NotifySocket.Stopping));
        await started.Task.WaitAsync(stoppingToken);
        Tell(NotifySocket.Ready);
        if (socket.WatchdogTime is { } allowed) await WatchAsync(allowed / 2, stoppingToken);
        else await Task.Delay(Timeout.InfiniteTimeSpan, time, stoppingToken);
    }

    private async Task WatchAsync(TimeSpan period, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(period, time);
        do
        {
            if (life.WhatHangs() is { } hangs) Complain(hangs);
            else Tell(NotifySocket.Lives);
        }
        while (await timer.WaitForNextTickAsync(cancel));
    }

    // Once is enough: systemd ends the process soon.
    private void Complain(string hangs)
    {
        if (_hangs is null) Hangs(logger, hangs);
        _hangs = hangs;
    }

    private void Tell(string state)
    {
        try
        {
            socket.Tell(state);
        }
        catch (SocketException e)
        {
            NotTold(logger, state, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "This process hangs: {What}. systemd is not told any more that it lives, and starts it anew.")]
    private static partial void Hangs(ILogger logger, string what);

    [LoggerMessage(Level = LogLevel.Warning, Message = "systemd could not be told {State}: {Reason}")]
    private static partial void NotTold(ILogger logger, string state, string reason);
}
