using System.Globalization;
using Microsoft.Extensions.Logging;
using PowerMeter.Receiver.Ingest;

namespace PowerMeter.Receiver.Drivers;

/// <summary>The memories of all sensors: files beside the spool, one a sensor, as long as the sensor is there.</summary>
public sealed partial class SensorMemoryFiles(SpoolOptions spool, TimeProvider time, ILogger<SensorMemoryFiles> logger)
{
    private const string Prefix = "sensor-";
    private const string Suffix = ".memory";

    /// <summary>Reads the file, if there is one. A file is made when the driver first writes.</summary>
    public SensorMemory Open(int sensorId) => new(FileOf(sensorId), time, logger);

    /// <summary>Removes the files of other sensors. A failure is only logged.</summary>
    /// <param name="sensorIds">Every sensor that the database has, none of another running.</param>
    public void KeepOnly(IEnumerable<int> sensorIds)
    {
        var kept = sensorIds.Select(FileOf).ToHashSet(StringComparer.Ordinal);
        try
        {
            foreach (var file in Directory.EnumerateFiles(spool.Directory, $"{Prefix}*{Suffix}").Where(file => !kept.Contains(file))) File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            NotRemoved(logger, spool.Directory, e.Message);
        }
    }

    private string FileOf(int sensorId) =>
        Path.Combine(spool.Directory, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{sensorId}{Suffix}"));

    [LoggerMessage(Level = LogLevel.Warning, Message = "In {Directory}, what removed sensors remembered cannot be removed: {Reason}")]
    private static partial void NotRemoved(ILogger logger, string directory, string reason);
}
