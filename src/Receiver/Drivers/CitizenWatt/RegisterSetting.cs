namespace PowerMeter.Receiver.Drivers.CitizenWatt;

/// <summary>What a register of the radio must hold.</summary>
/// <param name="Name">As in the product specification.</param>
/// <param name="Bytes">One, or an address's five with the least significant one first.</param>
public sealed record RegisterSetting(byte Register, string Name, ReadOnlyMemory<byte> Bytes)
{
    /// <returns>Such as <c>RF_CH (05)</c>.</returns>
    public override string ToString() => $"{Name} ({Register:X2})";
}
