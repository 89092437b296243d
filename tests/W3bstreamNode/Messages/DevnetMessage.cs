using PowerMeter.Tests.W3bstreamNode.Verification;

namespace PowerMeter.Tests.W3bstreamNode.Messages;

/// <summary>The message of the power-meter tutorial.</summary>
/// <param name="WindowEnd">The timestamp of the reading.</param>
/// <param name="HasPoint">The reading is written with a decimal point: the reference applet takes no integer.</param>
/// <param name="ToVerify">The bytes of <c>data</c> just as they came.</param>
public sealed record DevnetMessage(double Watts, DateTimeOffset WindowEnd, bool HasPoint, SignedBytes ToVerify)
{
    /// <exception cref="BadMessageException">It is another message.</exception>
    public static DevnetMessage Parse(ReadOnlyMemory<byte> body)
    {
        var message = new RawObject(body, "the message");
        var bytes = message.Bytes("data");
        var data = new RawObject(bytes, "'data'");
        var signer = SignatureText.Signer(message.Text("public_key"), "public_key");
        return new DevnetMessage(
            data.Number("sensor_reading"),
            UnixTime.Read(data.WholeNumber("timestamp")),
            data.Bytes("sensor_reading").Span.Contains((byte)'.'),
            new SignedBytes(bytes.ToArray(), SignatureText.Bytes(message.Text("signature")), signer, SignedBytes.BothCurves));
    }

    /// <summary>What the reference applet would not take; null when it takes it.</summary>
    public string? RefusalOfReferenceApplet() => this switch
    {
        { HasPoint: false } => "sensor_reading is an integer, and the applet reads a number with a decimal point.",
        { Watts: 0 } => "sensor_reading is 0, which the applet takes for missing.",
        _ => null,
    };
}
