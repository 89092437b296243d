namespace PowerMeter.Web.Guide;

/// <summary>What is wired to what. The tables in the drivers' READMEs say the same.</summary>
/// <param name="Board">Such as <c>INA219</c>.</param>
/// <param name="Host">What it is connected to.</param>
public sealed record Wiring(string Board, string Host, IReadOnlyList<Wire> Wires)
{
    public static IReadOnlyDictionary<string, Wiring> All { get; } = new Dictionary<string, Wiring>
    {
        ["ina219"] = new("INA219", "Raspberry Pi",
        [
            new("VCC", "3V3 · pin 1", "power"), new("GND", "GND · pin 6", "ground"),
            new("SDA", "GPIO2 · pin 3", "data"), new("SCL", "GPIO3 · pin 5", "clock"),
        ]),
        ["acs712"] = new("ACS712", "Arduino", [new("VCC", "5V", "power"), new("GND", "GND", "ground"), new("OUT", "A0", "data")]),
        ["nrf24"] = new("nRF24L01+", "Raspberry Pi",
        [
            new("VCC", "3V3 · pin 17", "power"), new("GND", "GND · pin 25", "ground"), new("CE", "GPIO22 · pin 15", "data"),
            new("CSN", "GPIO8 · pin 24", "data"), new("SCK", "GPIO11 · pin 23", "clock"), new("MOSI", "GPIO10 · pin 19", "data"),
            new("MISO", "GPIO9 · pin 21", "data"),
        ]),
    };
}
