namespace PowerMeter.Receiver.Drivers.CitizenWatt;

/// <summary>The first byte of a transfer; the radio answers it with STATUS (product specification 1.0, table 20).</summary>
public static class Nrf24Command
{
    /// <summary>With the register's address in the low five bits.</summary>
    public const byte ReadRegister = 0x00;

    /// <summary>With the register's address in the low five bits. Only while the radio does not listen.</summary>
    public const byte WriteRegister = 0x20;

    public const byte ReadPayload = 0x61;
    public const byte FlushTransmitted = 0xE1;
    public const byte FlushReceived = 0xE2;
    public const byte None = 0xFF;
}
