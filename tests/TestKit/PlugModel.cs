using System.Buffers.Binary;

namespace PowerMeter.Tests.TestKit;

/// <summary>What an AWOX SmartPlug does with the commands that are written to it; its frames are made here, byte by byte.</summary>
public sealed class PlugModel
{
    public bool IsOn { get; set; } = true;

    public uint Milliwatts { get; set; } = 60_500;

    public byte Volts { get; set; } = 231;

    public bool AnswersStatus { get; set; } = true;

    public bool ConfirmsSwitch { get; set; } = true;

    /// <summary>How a frame is cut into notifications. Default: not at all.</summary>
    public Func<byte[], IEnumerable<byte[]>> Cut { get; set; } = frame => [frame];

    public byte[] Status()
    {
        byte[] frame = [0x0F, 0x0F, 0x04, 0x00, IsOn ? (byte)1 : (byte)0, 0x00, 0, 0, 0, 0, Volts, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF];
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(6), Milliwatts);
        frame[16] = (byte)((frame[2..16].Sum(b => b) + 1) & 0xFF);
        return frame;
    }

    public IEnumerable<byte[]> Answer(byte[] command)
    {
        ArgumentNullException.ThrowIfNull(command);
        switch (Convert.ToHexString(command))
        {
            case "0F050400000005FFFF" when AnswersStatus:
                return Cut(Status());
            case "0F06030001000005FFFF" or "0F06030000000004FFFF":
                IsOn = command[4] == 1;
                return ConfirmsSwitch ? Cut([0x0F, 0x04, 0x03, 0x00, 0x00, 0x04, 0xFF, 0xFF]) : [];
            default:
                return [];
        }
    }
}
