using Microsoft.Extensions.Configuration;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Receiver.Ingest;

/// <summary>When waiting samples are written.</summary>
/// <param name="MaxDelay">The longest that a sample waits, and the shortest time between two writes of few samples: 10 ms to 1 s. Default: 1 s.</param>
/// <param name="MaxSamples">So many are written without waiting longer: 1 to 1,000. Default: 1,000.</param>
public sealed record BatchOptions(TimeSpan MaxDelay, int MaxSamples)
{
    public static BatchOptions Default { get; } = new(TimeSpan.FromSeconds(1), 1000);

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static BatchOptions Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var reader = new SettingReader(configuration.GetSection("Batch"), "Batch");
        var options = new BatchOptions(
            reader.Duration("MaxDelay", Default.MaxDelay, TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(1)),
            reader.WholeNumber("MaxSamples", Default.MaxSamples, 1, 1000));
        reader.RejectUnknownKeys();
        return options;
    }
}
