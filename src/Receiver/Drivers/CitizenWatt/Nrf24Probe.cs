namespace PowerMeter.Receiver.Drivers.CitizenWatt;

/// <summary>Tells whether an SPI device may be an nRF24L01+, by reading alone: whatever is there is not changed.</summary>
public static class Nrf24Probe
{
    public static Nrf24Finding Look(ISpiDevice spi)
    {
        ArgumentNullException.ThrowIfNull(spi);
        ReadOnlySpan<byte> registers =
            [Nrf24Register.Config, Nrf24Register.EnabledPipes, Nrf24Register.AddressWidth, Nrf24Register.Channel, Nrf24Register.FifoStatus, Nrf24Register.TransmitAddress];
        Span<byte> answers = stackalloc byte[2 * registers.Length];
        for (var i = 0; i < registers.Length; i++)
            spi.TransferFullDuplex([(byte)(Nrf24Command.ReadRegister | registers[i]), Nrf24Command.None], answers.Slice(2 * i, 2));

        if (!answers.ContainsAnyExcept((byte)0x00)) return Nrf24Finding.NothingReadsLow;
        if (!answers.ContainsAnyExcept((byte)0xFF)) return Nrf24Finding.NothingReadsHigh;
        return IsRadio(answers) ? Nrf24Finding.Radio : Nrf24Finding.SomethingElse;
    }

    /// <summary>STATUS before every answer with its bit 7 at 0, and the bits that no register has at 0.</summary>
    private static bool IsRadio(ReadOnlySpan<byte> answers)
    {
        for (var i = 0; i < answers.Length; i += 2)
            if (answers[i] >= 0x80 || answers[i] == 0) return false;
        return (answers[1] & 0x80) == 0 && (answers[3] & 0xC0) == 0 && answers[5] is > 0 and <= 3 && answers[7] <= 0x7F && (answers[9] & 0x8C) == 0;
    }
}
