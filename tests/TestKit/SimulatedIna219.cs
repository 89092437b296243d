using PowerMeter.Receiver.Drivers.Ina219;
using PowerMeter.Receiver.Linux;

namespace PowerMeter.Tests.TestKit;

/// <summary>An INA219 with its registers as its data sheet SBOS448G describes them, converting by the test's clock.</summary>
public sealed class SimulatedIna219(TimeProvider time)
{
    private const ushort AfterReset = 0x399F;
    private const ushort ResetBit = 0x8000;
    private const ushort ReservedBit = 0x4000;

    private readonly Lock _gate = new();
    private readonly ushort[] _registers = [AfterReset, 0, 0, 0, 0, 0];
    private long _conversionBegan = time.GetTimestamp();
    private bool _ready;
    private bool _converting = true;

    /// <summary>Between IN− and GND.</summary>
    public double BusVolts { get; set; }

    /// <summary>Between IN+ and IN−.</summary>
    public double ShuntVolts { get; set; }

    /// <summary>What the adapter says when nothing answers; 0 while the chip is there.</summary>
    public int AbsentErrno { get; set; }

    /// <summary>False: another kind of chip, that ignores what is written.</summary>
    public bool KeepsWrites { get; set; } = true;

    /// <summary>False: it converts no more, though it answers.</summary>
    public bool Oscillates { get; set; } = true;

    /// <summary>Registers read or written so far.</summary>
    public int Transfers { get; private set; }

    public int OpenConnections { get; private set; }

    public II2cDevice Connect()
    {
        OpenConnections++;
        return new Connection(this);
    }

    /// <summary>The supply dips: everything that was written is lost.</summary>
    public void LoseSupply()
    {
        lock (_gate) Reset();
    }

    public ushort Read(byte register)
    {
        lock (_gate)
        {
            Answer();
            CatchUp();
            var word = register < _registers.Length ? _registers[register] : (ushort)0;
            if (register == Ina219Register.Bus && _ready) word |= Ina219Register.BusReady;
            if (register == Ina219Register.Power) _ready = false;
            return word;
        }
    }

    public void Write(byte register, ushort word)
    {
        lock (_gate)
        {
            Answer();
            CatchUp();
            if (!KeepsWrites) return;
            if (register == Ina219Register.Calibration) _registers[register] = (ushort)(word & 0xFFFE);
            if (register != Ina219Register.Configuration) return;
            if ((word & ResetBit) != 0)
            {
                Reset();
                return;
            }

            _registers[register] = (ushort)(word & ~ReservedBit);
            BeginConversion();
        }
    }

    private void Answer()
    {
        if (AbsentErrno != 0) throw new KernelException("ioctl I2C_SMBUS", AbsentErrno);
        Transfers++;
    }

    private void Reset()
    {
        Array.Clear(_registers);
        _registers[Ina219Register.Configuration] = AfterReset;
        BeginConversion();
    }

    private void BeginConversion()
    {
        _ready = false;
        _converting = (Mode & 0b011) != 0;
        _conversionBegan = time.GetTimestamp();
    }

    private int Mode => _registers[Ina219Register.Configuration] & 0b111;

    /// <summary>Ends the conversions that have ended by now. Mode bit 2: again and again; bit 1: the bus; bit 0: the shunt.</summary>
    private void CatchUp()
    {
        if (!_converting || !Oscillates) return;
        var configuration = _registers[Ina219Register.Configuration];
        var lasts = ((Mode & 1) != 0 ? AdcTime(configuration >> 3) : TimeSpan.Zero) + ((Mode & 2) != 0 ? AdcTime(configuration >> 7) : TimeSpan.Zero);
        var whole = (long)(time.GetElapsedTime(_conversionBegan) / lasts);
        if (whole == 0) return;
        _conversionBegan += (long)(whole * lasts.TotalSeconds * time.TimestampFrequency);
        _converting = (Mode & 0b100) != 0;
        Convert(configuration);
        _ready = true;
    }

    private void Convert(ushort configuration)
    {
        var shuntLimit = 4000 << (configuration >> 11 & 0b11);
        var busLimit = (configuration & 0x2000) != 0 ? 8000 : 4000;
        if ((Mode & 1) != 0) _registers[Ina219Register.Shunt] = unchecked((ushort)(short)Math.Clamp(Math.Round(ShuntVolts / 10e-6), -shuntLimit, shuntLimit));
        var busBits = (Mode & 2) != 0 ? (int)Math.Clamp(Math.Round(BusVolts / 4e-3), 0, busLimit) : _registers[Ina219Register.Bus] >> 3;

        // 8.5.1: current = shunt x calibration / 4096; power = current x bus / 5000.
        var current = unchecked((short)_registers[Ina219Register.Shunt]) * (long)_registers[Ina219Register.Calibration] / 4096;
        var power = Math.Abs(current) * busBits / 5000;
        var overflow = current is > short.MaxValue or < short.MinValue || power > ushort.MaxValue;
        _registers[Ina219Register.Bus] = (ushort)(busBits << 3 | (overflow ? 1 : 0));
        _registers[Ina219Register.Current] = unchecked((ushort)current);
        _registers[Ina219Register.Power] = unchecked((ushort)power);
    }

    /// <summary>8.6.2.1: 0x00 to 0x11 are 9 to 12 bits, 1000 is 12 bits, 1001 to 1111 the mean of 2 to 128 samples.</summary>
    private static TimeSpan AdcTime(int code) => TimeSpan.FromMicroseconds((code & 0b1111) switch
    {
        0b0000 or 0b0100 => 84,
        0b0001 or 0b0101 => 148,
        0b0010 or 0b0110 => 276,
        0b1001 => 1060,
        0b1010 => 2130,
        0b1011 => 4260,
        0b1100 => 8510,
        0b1101 => 17020,
        0b1110 => 34050,
        0b1111 => 68100,
        _ => 532,
    });

    private sealed class Connection(SimulatedIna219 chip) : II2cDevice
    {
        private bool _open = true;

        public ushort ReadWord(byte register) => _open ? chip.Read(register) : throw new ObjectDisposedException(nameof(Connection));

        public void WriteWord(byte register, ushort word)
        {
            ObjectDisposedException.ThrowIf(!_open, this);
            chip.Write(register, word);
        }

        public void Dispose()
        {
            if (_open) chip.OpenConnections--;
            _open = false;
        }
    }
}
