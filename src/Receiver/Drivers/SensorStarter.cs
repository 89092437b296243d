using Microsoft.Extensions.Logging;
using PowerMeter.Receiver.Configuration;
using PowerMeter.Receiver.Dating;
using PowerMeter.Receiver.Ingest;
using PowerMeter.Shared.Secrets;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Drivers;

/// <summary>Makes of a row of <c>sensors</c> a sensor that runs: its monitor, its memory and its driver.</summary>
public sealed class SensorStarter(
    CurrentSite site, SampleDating dating, SampleQueue queue, StatusBoard board, SensorMemoryFiles memories, SecretBox secrets,
    TimeProvider time, ILogger<SensorStarter> logger)
{
    /// <summary>The site's time zone must be known.</summary>
    public SensorRunner Start(SensorConfiguration sensor)
    {
        ArgumentNullException.ThrowIfNull(sensor);
        var monitor = board.GetOrAdd(sensor.Id, changes => new SensorMonitor(sensor.Id, dating, queue, time, changes));
        monitor.Calibration = sensor.Calibration;
        var memory = memories.Open(sensor.Id);
        return SensorRunner.Start(sensor, monitor, () => CreateDriver(sensor, memory), memory, time, logger);
    }

    private ISensorDriver CreateDriver(SensorConfiguration sensor, SensorMemory memory)
    {
        var context = new DriverContext(sensor.OpenSettings(), TimeSpan.FromSeconds(sensor.PeriodSeconds), site.Calendar.Zone, time)
        {
            Secrets = secrets.Reveal,
            Memory = memory,
        };
        return SensorDrivers.Create(SensorKind.Named(sensor.Driver), context);
    }
}
