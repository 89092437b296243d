using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PowerMeter.Receiver.Configuration;
using PowerMeter.Receiver.Control;
using PowerMeter.Receiver.Dating;
using PowerMeter.Receiver.Ingest;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Drivers;

/// <summary>
/// Runs the sensors that the database names, and follows its changes: only a sensor that changed is restarted. While
/// the database is away it goes by what it saw last.
/// </summary>
public sealed partial class SensorSupervisor(
    ConfigurationReader reader, NameClaim claim, ConfigurationCache cache, CurrentSite site, NotificationListener listener, SampleDating dating,
    SensorStarter starter, RunningSensors running, StatusBoard board, SensorMemoryFiles memories, SchemaGuard guard, TimeProvider time,
    ILogger<SensorSupervisor> logger) : BackgroundService
{
    /// <summary>So often it looks whether a taken name is free; of <see cref="LooksBetweenClaims"/> one says that its own is taken.</summary>
    private static readonly TimeSpan Looking = TimeSpan.FromSeconds(5);

    private const int LooksBetweenClaims = 6;

    private readonly WakeUp _look = new();
    private string? _zone;
    private string? _refused;
    private volatile bool _isToRead = true;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            guard.EpochChanged += ReadAgain;
            if (claim.Refusal is null && cache.Load() is { } known && guard.Know(known.Epoch)) await ApplyAsync(known, stoppingToken);
            var watch = new TableWatch(listener, Channels.Configuration, _look, time, new OutageLog("The configuration cannot be read, trying again", time, logger));
            var following = watch.RunAsync(LookAsync, () => _isToRead = true, stoppingToken);
            await (await Task.WhenAny(following, LookNowAndThenAsync(stoppingToken)).WaitAsync(stoppingToken));
        }
        finally
        {
            await Task.WhenAll(running.All.Select(runner => runner.DisposeAsync().AsTask()));
        }
    }

    private void ReadAgain()
    {
        _isToRead = true;
        _look.Set();
    }

    private async Task LookNowAndThenAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(Looking, time);
        for (var look = 1; await timer.WaitForNextTickAsync(cancel); look++)
            if (look % LooksBetweenClaims == 0 || claim.Refusal is not null) _look.Set();
    }

    /// <summary>Says again whose the name is; the configuration is read when it may have changed, or whether this Receiver may use it.</summary>
    private async Task LookAsync(CancellationToken cancel)
    {
        // Of another schema nothing is understood: it goes by what it saw last.
        guard.DemandFit();
        var wasRefused = claim.Refusal is not null;
        await claim.TakeAsync(cancel);
        Tell(claim.Refusal);
        if (!_isToRead && wasRefused == (claim.Refusal is not null)) return;
        _isToRead = false;
        try
        {
            await ReadAsync(cancel);
        }
        catch
        {
            _isToRead = true;
            throw;
        }
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        var configuration = await reader.ReadAsync(cancel);
        if (claim.Refusal is not null)
        {
            await ApplyAsync(configuration with { Sensors = [] }, cancel);
            return;
        }

        await ApplyAsync(configuration, cancel);
        cache.Save(configuration);
        memories.KeepOnly(configuration.Sensors.Select(sensor => sensor.Id));
    }

    /// <summary>Once, not each time.</summary>
    private void Tell(string? refusal)
    {
        if (refusal is not null && _refused is null) NotOurs(logger, refusal);
        _refused = refusal;
    }

    private async Task ApplyAsync(ReceiverConfiguration configuration, CancellationToken cancel)
    {
        site.Use(configuration);
        if (configuration.NewestSample is { } newest) dating.Know(newest);
        var wanted = configuration.Sensors.Where(sensor => SensorKind.IsDrivenNamed(sensor.Driver)).ToDictionary(sensor => sensor.Id);
        var zoneChanged = _zone is not null && _zone != configuration.TimeZone;
        _zone = configuration.TimeZone;

        var changed = running.All
            .Where(runner => zoneChanged || !wanted.TryGetValue(runner.Sensor.Id, out var sensor) || !sensor.RunsAs(runner.Sensor))
            .ToList();
        await Task.WhenAll(changed.Select(runner => runner.DisposeAsync().AsTask()));
        foreach (var runner in changed)
        {
            running.Remove(runner.Sensor.Id);
            if (wanted.ContainsKey(runner.Sensor.Id)) continue;
            board.Remove(runner.Sensor.Id);
            Removed(logger, runner.Sensor.Id, runner.Sensor.Name);
        }

        foreach (var sensor in wanted.Values.Where(sensor => !running.Contains(sensor.Id)))
        {
            // Those that run are being stopped: none may follow them.
            cancel.ThrowIfCancellationRequested();
            running.Add(starter.Start(sensor));
            Started(logger, sensor.Id, sensor.Name, sensor.Driver, sensor.Enabled ? "started" : "paused");
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Sensor {Id} '{Name}' ({Driver}) is {State}.")]
    private static partial void Started(ILogger logger, int id, string name, string driver, string state);

    [LoggerMessage(Level = LogLevel.Information, Message = "Sensor {Id} '{Name}' is removed.")]
    private static partial void Removed(ILogger logger, int id, string name);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Refusal}")]
    private static partial void NotOurs(ILogger logger, string refusal);
}
