using PowerMeter.Shared.Hosting;

namespace PowerMeter.Processor.W3bstream;

/// <summary>Says in <c>w3bstream_status</c> how the device is known.</summary>
public interface IIdentityRecord
{
    /// <exception cref="SettingException">The key cannot be used.</exception>
    Task WriteAsync(CancellationToken cancel);
}
