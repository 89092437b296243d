using Microsoft.Extensions.Configuration;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Receiver.Ingest;

/// <summary>When waiting samples are written.</summary>
/// <param name="MaxDelay">The longest that a sample waits, and the shortest time between two writes of few samples: 10 ms to 1 s. Default: 1 s.</param>
/// <param name="MaxSamples">So many are written without waiting longer: 1 to 1,000. Default: 1,000.</param>
/// <param name="FlushEach">
/// Whether a batch is on the disk when it counts as written. False spares a card a flush a batch: samples are seen as soon, but
/// a power cut, or a PostgreSQL server that dies, takes along those of the last three <c>wal_writer_delay</c> (30 s as we set
/// it). What went through the spool is always flushed. Default: true.
/// </param>
public sealed record BatchOptions(TimeSpan MaxDelay, int MaxSamples, bool FlushEach)
{
    public static BatchOptions Default { get; } = new(TimeSpan.FromSeconds(1), 1000, FlushEach: true);

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static BatchOptions Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var reader = new SettingReader(configuration.GetSection("Batch"), "Batch");
        var options = new BatchOptions(
            reader.Duration("MaxDelay", Default.MaxDelay, TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(1)),
            reader.WholeNumber("MaxSamples", Default.MaxSamples, 1, 1000),
            reader.Flag("FlushEach", Default.FlushEach));
        reader.RejectUnknownKeys();
        return options;
    }
}
