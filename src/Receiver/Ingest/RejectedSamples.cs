using System.Globalization;
using Microsoft.Extensions.Logging;
using PowerMeter.Receiver.Dating;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Receiver.Ingest;

/// <summary>
/// Samples that the database will never take, such as one that a check forbids: counted, logged and written to
/// <c>rejected.csv</c> beside the spool, so that no batch is tried for ever.
/// </summary>
public sealed partial class RejectedSamples(SpoolOptions spool, ILogger<RejectedSamples> logger)
{
    private const long MaxFileBytes = 16 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly string _file = Path.Combine(spool.Directory, "rejected.csv");

    /// <summary>Since the start.</summary>
    public long Count { get; private set; }

    public void Add(Sample sample, string reason)
    {
        lock (_gate)
        {
            Count++;
            Rejected(logger, sample.SensorId, sample.Time, sample.Watts, reason);
            Append([Line(sample.SensorId, $"{sample.Time.ToUnixMicroseconds()}", sample.Watts, sample.Volts, sample.Battery, reason)]);
        }
    }

    /// <summary>Readings that nobody can date any more; their column of the time is empty.</summary>
    /// <param name="reason">Gets the seconds from the machine's start to the reading after it.</param>
    public void AddUndated(IReadOnlyCollection<HeldReading> readings, string reason)
    {
        ArgumentNullException.ThrowIfNull(readings);
        lock (_gate)
        {
            Count += readings.Count;
            Undated(logger, readings.Count, reason);
            Append(readings.Select(reading => Line(
                reading.SensorId, "", reading.Watts, reading.Volts, reading.Battery,
                string.Create(CultureInfo.InvariantCulture, $"{reason}: read {reading.Uptime / 1e6:0.000000} s after its start"))));
        }
    }

    private void Append(IEnumerable<string> lines)
    {
        try
        {
            if (File.Exists(_file) && new FileInfo(_file).Length > MaxFileBytes) return;
            File.AppendAllLines(_file, lines);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            NotWritten(logger, _file, e.Message);
        }
    }

    private static string Line(int sensorId, string time, double watts, float? volts, float? battery, string reason) => string.Create(
        CultureInfo.InvariantCulture, $"{sensorId},{time},{watts:R},{volts},{battery},\"{reason.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} readings cannot be dated and are not kept: {Reason}")]
    private static partial void Undated(ILogger logger, int count, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The database refuses the sample of sensor {Sensor} at {Time}, {Watts} W: {Reason}")]
    private static partial void Rejected(ILogger logger, int sensor, NodaTime.Instant time, double watts, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{File} cannot be written: {Reason}")]
    private static partial void NotWritten(ILogger logger, string file, string reason);
}
