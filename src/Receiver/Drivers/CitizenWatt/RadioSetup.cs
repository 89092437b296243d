using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Drivers.CitizenWatt;

/// <summary>What the user set, as the radio's registers have it.</summary>
public static class RadioSetup
{
    /// <summary>What the radio's registers must hold, in the order in which they are written: CONFIG, which powers it up, is the last.</summary>
    public static IReadOnlyList<RegisterSetting> Registers(this CitizenWattOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        const byte Pipe1 = 0x02;
        const byte FiveBytes = 0x03;
        const byte FifteenTimesAfter4Milliseconds = 0xFF;
        var rate = options.Rate switch { RadioRate.Low => Nrf24Register.LowRate, RadioRate.High => Nrf24Register.TwoMegabits, _ => 0 };
        var crc = Nrf24Register.CrcOn | (options.CrcBytes == 2 ? Nrf24Register.TwoCrcBytes : 0);
        return
        [
            One(Nrf24Register.AutoAcknowledge, "EN_AA", Pipe1),
            One(Nrf24Register.EnabledPipes, "EN_RXADDR", Pipe1),
            One(Nrf24Register.AddressWidth, "SETUP_AW", FiveBytes),
            One(Nrf24Register.Retransmit, "SETUP_RETR", FifteenTimesAfter4Milliseconds),
            One(Nrf24Register.Channel, "RF_CH", options.Channel),
            One(Nrf24Register.RadioSetup, "RF_SETUP", rate | (int)options.Power << 1),
            new RegisterSetting(Nrf24Register.Pipe1Address, "RX_ADDR_P1", LeastSignificantFirst(options.Address)),
            One(Nrf24Register.Pipe1Length, "RX_PW_P1", CitizenWattPacket.Length),
            One(Nrf24Register.DynamicLength, "DYNPD", 0),
            One(Nrf24Register.Feature, "FEATURE", 0),
            One(Nrf24Register.Config, "CONFIG", crc | Nrf24Register.PowerUp | Nrf24Register.Receive),
        ];
    }

    private static RegisterSetting One(byte register, string name, int value) => new(register, name, new[] { (byte)value });

    private static byte[] LeastSignificantFirst(ulong address) => BitConverter.GetBytes(address)[..5];
}
