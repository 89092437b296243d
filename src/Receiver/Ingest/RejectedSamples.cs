using System.Globalization;
using Microsoft.Extensions.Logging;
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
            try
            {
                if (File.Exists(_file) && new FileInfo(_file).Length > MaxFileBytes) return;
                File.AppendAllText(_file, string.Create(
                    CultureInfo.InvariantCulture,
                    $"{sample.SensorId},{sample.Time.ToUnixMicroseconds()},{sample.Watts:R},{sample.Volts},{sample.Battery},\"{reason.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n"));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                NotWritten(logger, _file, e.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The database refuses the sample of sensor {Sensor} at {Time}, {Watts} W: {Reason}")]
    private static partial void Rejected(ILogger logger, int sensor, NodaTime.Instant time, double watts, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{File} cannot be written: {Reason}")]
    private static partial void NotWritten(ILogger logger, string file, string reason);
}
