using PowerMeter.Receiver.Drivers.CitizenWatt;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Tests.TestKit;

/// <summary>The registers of an nRF24L01+ as they are after a reset (product specification 1.0, table 28).</summary>
/// <param name="plus">False: the nRF24L01 before it, whose RF_SETUP has no bit for 250 kbps.</param>
internal sealed class Nrf24Registers(bool plus)
{
    private readonly byte[][] _bytes = [.. Enumerable.Range(0, 0x20).Select(register => ResetValue((byte)register))];

    /// <summary>Five bytes; all but the addresses have one.</summary>
    public byte[] this[byte register] => _bytes[register];

    public RadioRate Rate => (this[Nrf24Register.RadioSetup][0] & (Nrf24Register.LowRate | Nrf24Register.TwoMegabits)) switch
    {
        0 => RadioRate.Medium,
        Nrf24Register.TwoMegabits => RadioRate.High,
        _ => RadioRate.Low,
    };

    /// <summary>EN_AA on a pipe forces one byte at least (page 57).</summary>
    public int CrcBytes => (this[Nrf24Register.Config][0] & (Nrf24Register.CrcOn | Nrf24Register.TwoCrcBytes)) switch
    {
        Nrf24Register.CrcOn | Nrf24Register.TwoCrcBytes => 2,
        Nrf24Register.CrcOn => 1,
        _ => this[Nrf24Register.AutoAcknowledge][0] != 0 ? 1 : 0,
    };

    public ulong Pipe1Address => this[Nrf24Register.Pipe1Address].Select((part, i) => (ulong)part << (8 * i)).Aggregate((a, b) => a | b);

    public void Write(byte register, ReadOnlySpan<byte> data)
    {
        var mask = WritableBits(register);
        for (var i = 0; i < Math.Min(data.Length, IsAddress(register) ? 5 : 1); i++) _bytes[register][i] = (byte)(data[i] & mask);
    }

    private static bool IsAddress(byte register) => register is 0x0A or Nrf24Register.Pipe1Address or Nrf24Register.TransmitAddress;

    private byte WritableBits(byte register) => register switch
    {
        Nrf24Register.Config or Nrf24Register.Channel => 0x7F,
        Nrf24Register.AutoAcknowledge or Nrf24Register.EnabledPipes or (>= 0x11 and <= 0x16) => 0x3F,
        Nrf24Register.AddressWidth => 0x03,
        Nrf24Register.RadioSetup => plus ? (byte)0xBE : (byte)0x1F,
        Nrf24Register.Retransmit or (>= 0x0A and <= 0x10) => 0xFF,
        // Without plus they need another command first, which nobody gives.
        Nrf24Register.DynamicLength => plus ? (byte)0x3F : (byte)0,
        Nrf24Register.Feature => plus ? (byte)0x07 : (byte)0,
        _ => 0,
    };

    private static byte[] ResetValue(byte register) => register switch
    {
        0x0A or Nrf24Register.TransmitAddress => [0xE7, 0xE7, 0xE7, 0xE7, 0xE7],
        Nrf24Register.Pipe1Address => [0xC2, 0xC2, 0xC2, 0xC2, 0xC2],
        >= 0x0C and <= 0x0F => [(byte)(0xC3 + register - 0x0C), 0, 0, 0, 0],
        Nrf24Register.Config => [0x08, 0, 0, 0, 0],
        Nrf24Register.AutoAcknowledge => [0x3F, 0, 0, 0, 0],
        Nrf24Register.EnabledPipes or Nrf24Register.AddressWidth or Nrf24Register.Retransmit => [0x03, 0, 0, 0, 0],
        Nrf24Register.Channel => [0x02, 0, 0, 0, 0],
        Nrf24Register.RadioSetup => [0x0E, 0, 0, 0, 0],
        _ => [0, 0, 0, 0, 0],
    };
}
