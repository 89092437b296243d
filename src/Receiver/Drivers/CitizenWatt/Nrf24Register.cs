namespace PowerMeter.Receiver.Drivers.CitizenWatt;

/// <summary>Addresses and bits of the nRF24L01+ (product specification 1.0, chapter 9).</summary>
public static class Nrf24Register
{
    public const byte Config = 0x00;
    public const byte AutoAcknowledge = 0x01;
    public const byte EnabledPipes = 0x02;
    public const byte AddressWidth = 0x03;
    public const byte Retransmit = 0x04;
    public const byte Channel = 0x05;
    public const byte RadioSetup = 0x06;
    public const byte Status = 0x07;

    /// <summary>RPD, bit 0: more than −64 dBm on the channel. Carrier detect on the nRF24L01 without plus.</summary>
    public const byte ReceivedPower = 0x09;

    public const byte Pipe1Address = 0x0B;
    public const byte TransmitAddress = 0x10;
    public const byte Pipe1Length = 0x12;
    public const byte FifoStatus = 0x17;
    public const byte DynamicLength = 0x1C;
    public const byte Feature = 0x1D;

    /// <summary>In <see cref="Config"/>: PRIM_RX.</summary>
    public const byte Receive = 0x01;

    /// <summary>In <see cref="Config"/>: PWR_UP.</summary>
    public const byte PowerUp = 0x02;

    /// <summary>In <see cref="Config"/>: CRCO.</summary>
    public const byte TwoCrcBytes = 0x04;

    /// <summary>In <see cref="Config"/>: EN_CRC.</summary>
    public const byte CrcOn = 0x08;

    /// <summary>In <see cref="RadioSetup"/>: RF_DR_HIGH.</summary>
    public const byte TwoMegabits = 0x08;

    /// <summary>In <see cref="RadioSetup"/>: RF_DR_LOW, which only the nRF24L01+ has.</summary>
    public const byte LowRate = 0x20;

    /// <summary>In <see cref="Status"/>: RX_DR, cleared by writing 1.</summary>
    public const byte DataReady = 0x40;

    /// <summary>In <see cref="Status"/>: RX_DR, TX_DS and MAX_RT.</summary>
    public const byte Interrupts = 0x70;

    /// <summary>In <see cref="FifoStatus"/>: RX_EMPTY.</summary>
    public const byte ReceiveEmpty = 0x01;
}
