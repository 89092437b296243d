using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;

namespace PowerMeter.Processor.W3bstream.Identity;

/// <summary>The device's key as its file holds it now: loaded once, and again when another has been put there.</summary>
public sealed class KeySource(KeyFile file)
{
    private readonly Lock _loading = new();
    private FileFacts? _version;
    private DeviceKey? _key;

    /// <summary>Makes a key where there never was one. One that vanishes is not replaced: the network would know the device no more.</summary>
    /// <exception cref="SettingException">The key cannot be used or made; the message says why and what to do.</exception>
    public DeviceKey Current
    {
        get
        {
            lock (_loading)
            {
                var version = file.Look();
                if (_key is not null && version is not null && version == _version) return _key;
                if (_key is not null && version is null)
                    throw SettingException.Of(new Sentence("W3b_KeyGone", file.Path));
                // The key before is not disposed of, since somebody may be signing with it: the finaliser clears it.
                _key = file.LoadOrMake();
                // Looked at before the key was loaded: if another came in between, the next one to ask loads that.
                _version = version;
                return _key;
            }
        }
    }
}
