using System.Security.Cryptography;
using PowerMeter.Processor.W3bstream.Identity;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Processor.W3bstream.Messages;

/// <summary>Makes the messages of both networks, signed with the device's key as its file holds it at that moment.</summary>
public sealed class MessageMaker : IMessageMaker
{
    private readonly KeySource _keys;
    private readonly Func<uint> _random;

    public MessageMaker(KeySource keys)
        : this(keys, () => BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint))))
    {
    }

    internal MessageMaker(KeySource keys, Func<uint> random) => (_keys, _random) = (keys, random);

    /// <exception cref="SettingException">The key cannot be used, or the settings do not go together.</exception>
    /// <exception cref="UnsignableReadingException">The power is negative where whole milliwatts without a sign are signed.</exception>
    public byte[] Make(Reading reading, W3bstreamSettings settings)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Profile == W3bstreamProfile.Task
            ? TaskMessage.Make(reading, settings, _keys.Current, Nonce())
            : DevnetMessage.Make(reading, settings, _keys.Current);
    }

    /// <summary>Any number of 32 bits but 0, which the network takes for none.</summary>
    private uint Nonce()
    {
        var nonce = 0u;
        while (nonce == 0) nonce = _random();
        return nonce;
    }
}
