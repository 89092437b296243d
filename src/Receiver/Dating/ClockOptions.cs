using Microsoft.Extensions.Configuration;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Receiver.Dating;

/// <summary>When a clock that nobody vouches for is believed.</summary>
/// <param name="Settle">So long after the machine's start, or after the clock was set back: 0s to 1h. Default: 10m.</param>
public sealed record ClockOptions(TimeSpan Settle)
{
    public static ClockOptions Default { get; } = new(TimeSpan.FromMinutes(10));

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static ClockOptions Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var reader = new SettingReader(configuration.GetSection("Clock"), "Clock");
        var options = new ClockOptions(reader.Duration("Settle", Default.Settle, TimeSpan.Zero, TimeSpan.FromHours(1)));
        reader.RejectUnknownKeys();
        return options;
    }
}
