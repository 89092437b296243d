using PowerMeter.Receiver.Drivers.CitizenWatt;

namespace PowerMeter.Tests.TestKit;

/// <summary>
/// An nRF24L01+ at the level of its pins: registers with their reset values and the bits that can be written, STATUS with
/// every first byte, a FIFO of three packets, and an ear that is open only when everything is right (product specification
/// 1.0). A 5-byte address, pipe 1 and fixed lengths are all that it hears by.
/// </summary>
public sealed class SimulatedNrf24(TimeProvider time) : ISpiDevice, IGpioLine
{
    private const int FifoDepth = 3;
    private static readonly TimeSpan PowerUpTime = TimeSpan.FromMilliseconds(1.5);
    private static readonly TimeSpan SettleTime = TimeSpan.FromMicroseconds(130);

    private readonly Lock _gate = new();
    private readonly Queue<byte[]> _fifo = new();
    private Nrf24Registers _registers = new(plus: true);
    private long _poweredUpAt;
    private long _enabledAt;
    private bool _enabled;

    /// <summary>False: an nRF24L01, without 250 kbps.</summary>
    public bool Plus
    {
        get;
        init
        {
            field = value;
            _registers = new Nrf24Registers(value);
        }
    } = true;

    public Nrf24Wiring Wiring { get; set; }

    /// <summary>Whether something else is on the air, as RPD says it.</summary>
    public bool Carrier { get; set; }

    /// <summary>When set, every transfer throws it: the bus is gone.</summary>
    public Exception? Broken { get; set; }

    public bool ChipEnabled => _enabled;

    /// <summary>How often the two handles of it were closed.</summary>
    public int Disposals { get; private set; }

    /// <summary>Packets that came while the FIFO was full.</summary>
    public int Lost { get; private set; }

    public int Transfers { get; private set; }

    public bool PoweredUp => (Register(Nrf24Register.Config) & Nrf24Register.PowerUp) != 0;

    /// <summary>A register's first byte, past the wires.</summary>
    public byte Register(byte register)
    {
        lock (_gate) return ReadRegister(register)[0];
    }

    /// <summary>Changes a register behind the back of its user.</summary>
    public void Disturb(byte register, byte bits)
    {
        lock (_gate) _registers[register][0] = bits;
    }

    /// <summary>The supply dips: everything is as after a reset.</summary>
    public void BrownOut()
    {
        lock (_gate)
        {
            _registers = new Nrf24Registers(Plus);
            _fifo.Clear();
        }
    }

    /// <returns>Whether the radio heard the packet, and so acknowledged it.</returns>
    public bool Hear(RadioPacket packet)
    {
        ArgumentNullException.ThrowIfNull(packet);
        lock (_gate)
        {
            if (!Listens() || !Matches(packet)) return false;
            if (_fifo.Count == FifoDepth)
            {
                Lost++;
                return false;
            }

            _fifo.Enqueue([.. packet.Payload]);
            _registers[Nrf24Register.Status][0] |= Nrf24Register.DataReady;
            return true;
        }
    }

    public void TransferFullDuplex(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
    {
        if (Broken is { } broken) throw broken;
        lock (_gate)
        {
            Transfers++;
            switch (Wiring)
            {
                case Nrf24Wiring.MisoLow: readBuffer.Clear(); return;
                case Nrf24Wiring.MisoHigh: readBuffer.Fill(0xFF); return;
                // Every command is then 0x00, which reads CONFIG.
                case Nrf24Wiring.MosiLoose: Execute(new byte[writeBuffer.Length], readBuffer); return;
                default: Execute(writeBuffer, readBuffer); return;
            }
        }
    }

    public void Write(bool high)
    {
        lock (_gate)
        {
            if (Wiring == Nrf24Wiring.ChipEnableLoose) return;
            if (high && !_enabled) _enabledAt = time.GetTimestamp();
            _enabled = high;
        }
    }

    public void Dispose() => Disposals++;

    private bool Listens() =>
        InReceiveMode() && time.GetElapsedTime(_enabledAt) >= SettleTime && time.GetElapsedTime(_poweredUpAt, _enabledAt) >= PowerUpTime;

    private bool InReceiveMode()
    {
        const byte Both = Nrf24Register.PowerUp | Nrf24Register.Receive;
        return _enabled && (_registers[Nrf24Register.Config][0] & Both) == Both;
    }

    private bool Matches(RadioPacket packet) =>
        packet.Channel == _registers[Nrf24Register.Channel][0]
        && packet.Rate == _registers.Rate && packet.CrcBytes == _registers.CrcBytes
        && (_registers[Nrf24Register.EnabledPipes][0] & 0x02) != 0
        && packet.Payload.Length == _registers[Nrf24Register.Pipe1Length][0]
        && packet.Address == _registers.Pipe1Address;

    private void Execute(ReadOnlySpan<byte> written, Span<byte> read)
    {
        read.Clear();
        read[0] = Status();
        var command = written[0];
        var data = written[1..];
        if (command < 0x20) ReadRegister(command).AsSpan(0, Math.Min(5, data.Length)).CopyTo(read[1..]);
        else if (command < 0x40) WriteRegister((byte)(command & 0x1F), data);
        else if (command == Nrf24Command.ReadPayload && _fifo.TryDequeue(out var payload)) payload.AsSpan(0, Math.Min(payload.Length, data.Length)).CopyTo(read[1..]);
        else if (command == Nrf24Command.FlushReceived) _fifo.Clear();
    }

    /// <summary>Five bytes, of which most registers have one.</summary>
    private byte[] ReadRegister(byte register) => register switch
    {
        Nrf24Register.Status => [Status(), 0, 0, 0, 0],
        Nrf24Register.FifoStatus => [(byte)(0x10 | (_fifo.Count == FifoDepth ? 0x02 : 0) | (_fifo.Count == 0 ? 0x01 : 0)), 0, 0, 0, 0],
        Nrf24Register.ReceivedPower => [Carrier && InReceiveMode() ? (byte)1 : (byte)0, 0, 0, 0, 0],
        _ => _registers[register],
    };

    private byte Status() => (byte)(_registers[Nrf24Register.Status][0] & Nrf24Register.Interrupts | (_fifo.Count == 0 ? 7 : 1) << 1);

    private void WriteRegister(byte register, ReadOnlySpan<byte> data)
    {
        if (register == Nrf24Register.Status)
        {
            _registers[register][0] = (byte)(_registers[register][0] & ~(data[0] & Nrf24Register.Interrupts));
            return;
        }

        // "Executable in power down or standby modes only" (table 20), but for what powers it down.
        if (InReceiveMode() && register != Nrf24Register.Config) return;
        var wasUp = (_registers[Nrf24Register.Config][0] & Nrf24Register.PowerUp) != 0;
        _registers.Write(register, data);
        var isUp = (_registers[Nrf24Register.Config][0] & Nrf24Register.PowerUp) != 0;
        if (isUp && !wasUp) _poweredUpAt = time.GetTimestamp();
    }
}
