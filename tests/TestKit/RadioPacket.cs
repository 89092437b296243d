using PowerMeter.Shared.Sensors;

namespace PowerMeter.Tests.TestKit;

/// <summary>What is on the air.</summary>
public sealed record RadioPacket(ReadOnlyMemory<byte> Bytes, ulong Address = 0xE0_56D4_46D0, int Channel = 76, RadioRate Rate = RadioRate.Low, int CrcBytes = 2)
{
    internal byte[] Payload => Bytes.ToArray();
}
