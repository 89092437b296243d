namespace PowerMeter.Receiver.Drivers.CitizenWatt;

/// <summary>
/// An nRF24L01+ as a receiver (product specification 1.0). Nothing here waits: <see cref="PowerUpTime"/> lies between
/// <see cref="SetUp"/> and <see cref="Listen"/>. Not for several threads.
/// </summary>
/// <param name="chipEnable">The radio listens while it is high.</param>
/// <param name="registers">What they must hold; the last one powers the radio up.</param>
public sealed class Nrf24Radio(ISpiDevice spi, IGpioLine chipEnable, IReadOnlyList<RegisterSetting> registers)
{
    /// <summary>Packets that it keeps until they are read; one more is lost.</summary>
    public const int FifoDepth = 3;

    /// <summary>From power down until it may listen: 1.5 ms, and up to 4.5 with a slow crystal (table 16).</summary>
    public static readonly TimeSpan PowerUpTime = TimeSpan.FromMilliseconds(5);

    private readonly byte[] _out = new byte[1 + CitizenWattPacket.Length];
    private readonly byte[] _in = new byte[1 + CitizenWattPacket.Length];
    private readonly byte[][] _readBack = [.. registers.Select(setting => new byte[setting.Bytes.Length])];

    /// <summary>The register that <see cref="Check"/> found different.</summary>
    public RegisterSetting? Different { get; private set; }

    /// <summary>What <see cref="Different"/> reads as.</summary>
    public ReadOnlySpan<byte> DifferentBytes => Different is null ? [] : _readBack[IndexOf(Different)];

    /// <summary>Stops listening, writes every register, empties the FIFOs and reads every register back.</summary>
    public RadioTrouble SetUp()
    {
        chipEnable.Write(false);
        foreach (var setting in registers) Write(setting);
        Command(Nrf24Command.FlushReceived);
        Command(Nrf24Command.FlushTransmitted);
        WriteByte(Nrf24Register.Status, Nrf24Register.Interrupts);
        return Check();
    }

    /// <summary>It hears packets 130 µs later.</summary>
    public void Listen() => chipEnable.Write(true);

    /// <summary>Stops listening and powers the radio down.</summary>
    public void Stop()
    {
        chipEnable.Write(false);
        WriteByte(Nrf24Register.Config, Nrf24Register.CrcOn);
    }

    /// <summary>Reads every register back. It may listen meanwhile.</summary>
    public RadioTrouble Check()
    {
        for (var i = 0; i < registers.Count; i++) Read(registers[i].Register, _readBack[i]);
        var different = Differences().ToList();
        Different = different.FirstOrDefault();
        if (Different is null) return RadioTrouble.None;
        if (_readBack.All(bytes => !bytes.AsSpan().ContainsAnyExcept((byte)0x00))) return RadioTrouble.ReadsLow;
        if (_readBack.All(bytes => !bytes.AsSpan().ContainsAnyExcept((byte)0xFF))) return RadioTrouble.ReadsHigh;
        return different is [{ Register: Nrf24Register.RadioSetup } setup]
            && (setup.Bytes.Span[0] & ~Nrf24Register.LowRate) == (DifferentBytes[0] & ~Nrf24Register.LowRate)
                ? RadioTrouble.NoLowRate
                : RadioTrouble.Differs;
    }

    /// <summary>Takes the oldest packet out of the FIFO.</summary>
    /// <param name="payload">16 bytes.</param>
    /// <param name="suspect">The radio answers as none would that is set up: to be checked.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryReceive(Span<byte> payload, out bool suspect)
    {
        var fifo = ReadByte(Nrf24Register.FifoStatus);
        // STATUS comes with every command; its bit 7 is always 0, and pipe 0, which 0x00 would mean, is off.
        suspect = _in[0] is 0x00 or >= 0x80;
        if (suspect || (fifo & Nrf24Register.ReceiveEmpty) != 0) return false;
        // The order of the product specification, STATUS register, RX_DR: the payload, the flag, then the FIFO again.
        Transfer(Nrf24Command.ReadPayload, CitizenWattPacket.Length);
        _in.AsSpan(1).CopyTo(payload);
        WriteByte(Nrf24Register.Status, Nrf24Register.DataReady);
        return true;
    }

    /// <summary>Whether something transmits on the channel at this moment, as strong as −64 dBm or stronger.</summary>
    public bool HearsCarrier() => (ReadByte(Nrf24Register.ReceivedPower) & 1) != 0;

    private IEnumerable<RegisterSetting> Differences()
    {
        for (var i = 0; i < registers.Count; i++)
            if (!registers[i].Bytes.Span.SequenceEqual(_readBack[i])) yield return registers[i];
    }

    private int IndexOf(RegisterSetting setting)
    {
        for (var i = 0; ; i++)
            if (ReferenceEquals(registers[i], setting)) return i;
    }

    private void Write(RegisterSetting setting)
    {
        setting.Bytes.Span.CopyTo(_out.AsSpan(1));
        Transfer((byte)(Nrf24Command.WriteRegister | setting.Register), setting.Bytes.Length);
    }

    private void WriteByte(byte register, byte bits)
    {
        _out[1] = bits;
        Transfer((byte)(Nrf24Command.WriteRegister | register), 1);
    }

    private byte ReadByte(byte register)
    {
        Transfer((byte)(Nrf24Command.ReadRegister | register), 1);
        return _in[1];
    }

    private void Read(byte register, Span<byte> bytes)
    {
        Transfer((byte)(Nrf24Command.ReadRegister | register), bytes.Length);
        _in.AsSpan(1, bytes.Length).CopyTo(bytes);
    }

    private void Command(byte command) => Transfer(command, 0);

    private void Transfer(byte command, int length)
    {
        _out[0] = command;
        spi.TransferFullDuplex(_out.AsSpan(0, 1 + length), _in.AsSpan(0, 1 + length));
    }
}
