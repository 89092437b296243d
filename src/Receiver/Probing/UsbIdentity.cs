using PowerMeter.Shared.Language;

namespace PowerMeter.Receiver.Probing;

/// <summary>What a USB device says it is.</summary>
/// <param name="Vendor">Four hexadecimal digits, lower case.</param>
/// <param name="Product">The same.</param>
/// <param name="Text">The maker's and the product's names; may be empty.</param>
public sealed record UsbIdentity(string Vendor, string Product, string Text)
{
    /// <summary>Vendors as in the list of the USB Implementers Forum; the chips are those that boards of the Arduino's kind have.</summary>
    private static readonly (string Vendor, string? Product, Sentence Probably)[] Known =
    [
        ("2341", "0043", new Sentence("Probe_Board", "Arduino Uno")),
        ("2341", "0001", new Sentence("Probe_Board", "Arduino Uno")),
        ("2341", "0010", new Sentence("Probe_Board", "Arduino Mega")),
        ("2341", "0042", new Sentence("Probe_Board", "Arduino Mega")),
        ("2341", "8036", new Sentence("Probe_Board", "Arduino Leonardo")),
        ("2341", null, new Sentence("Probe_Board", "Arduino")),
        ("2a03", null, new Sentence("Probe_Board", "Arduino")),
        ("1a86", null, new Sentence("Probe_Ch340")),
        ("0403", null, new Sentence("Probe_Ftdi")),
        ("10c4", null, new Sentence("Probe_Cp210x")),
        ("067b", null, new Sentence("Probe_Pl2303")),
        ("16c0", null, new Sentence("Probe_Teensy")),
        ("239a", null, new Sentence("Probe_Adafruit")),
        ("303a", null, new Sentence("Probe_Esp32")),
        ("2e8a", null, new Sentence("Probe_Pico")),
    ];

    public Sentence Probably => Find()?.Probably ?? new Sentence("Probe_UnknownPort");

    /// <summary>Whether the sketches for the ACS712 may run on it.</summary>
    public bool MayBeArduino => Find() is not null;

    /// <returns>Null when the port is none of USB's.</returns>
    public static UsbIdentity? Of(KernelFolders folders, string port)
    {
        ArgumentNullException.ThrowIfNull(folders);
        var device = $"/sys/class/tty/{port}/device";
        if (folders.ReadAbove(device, "idVendor") is not { } vendor || folders.ReadAbove(device, "idProduct") is not { } product) return null;
        var text = $"{folders.ReadAbove(device, "manufacturer")} {folders.ReadAbove(device, "product")}".Trim();
        return new UsbIdentity(vendor.ToLowerInvariant(), product.ToLowerInvariant(), text);
    }

    public override string ToString() => $"{Vendor}:{Product} {Text}".TrimEnd();

    private (string Vendor, string? Product, Sentence Probably)? Find()
    {
        foreach (var known in Known)
            if (known.Vendor == Vendor && (known.Product is null || known.Product == Product)) return known;
        return null;
    }
}
