using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Processor.W3bstream;

/// <summary>Makes the message of a reading.</summary>
public interface IMessageMaker
{
    /// <returns>Exactly the bytes that are sent, signed by the device's key. They are made once and kept.</returns>
    /// <exception cref="SettingException">The key cannot be used, or the settings do not go together.</exception>
    /// <exception cref="UnsignableReadingException">This reading can never be signed; others can.</exception>
    byte[] Make(Reading reading, W3bstreamSettings settings);
}
