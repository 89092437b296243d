namespace PowerMeter.Receiver.Linux;

/// <summary>What an address on an I²C bus says to one reading of its register 0.</summary>
/// <param name="Held">A kernel driver has the address: it was not asked.</param>
/// <param name="Word">Register 0, most significant byte first; null when nothing answered.</param>
public readonly record struct I2cAnswer(int Address, bool Held, ushort? Word);
