using System.Globalization;
using System.Text;
using PowerMeter.Processor.W3bstream.Identity;
using PowerMeter.Processor.W3bstream.Signing;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Processor.W3bstream.Messages;

/// <summary>The message of the power-meter tutorial: the signature is over exactly the bytes of <c>data</c> as they are sent.</summary>
internal static class DevnetMessage
{
    public static byte[] Make(Reading reading, W3bstreamSettings settings, DeviceKey key)
    {
        var time = reading.End / (settings.TimestampInMilliseconds ? 1_000 : UnixMicroseconds.PerSecond);
        var data = string.Create(
            CultureInfo.InvariantCulture, $$"""{"sensor_reading":{{WattText.WithPoint(reading.Watts)}},"timestamp":{{time}}}""");
        var signature = key.SignData(Encoding.ASCII.GetBytes(data));
        if (settings.SignatureEncoding == SignatureEncoding.Der) signature = DerSignature.Encode(signature);
        var publicKey = settings.PublicKeyForm == PublicKeyForm.Address ? key.Identity.EthereumAddress : key.Identity.PublicKeyHex;
        return Encoding.ASCII.GetBytes($$"""{"data":{{data}},"signature":"{{Convert.ToHexStringLower(signature)}}","public_key":"{{publicKey}}"}""");
    }
}
