namespace PowerMeter.Receiver.Probing;

/// <summary>What a USB device says it is.</summary>
/// <param name="Vendor">Four hexadecimal digits, lower case.</param>
/// <param name="Product">The same.</param>
/// <param name="Text">The maker's and the product's names; may be empty.</param>
public sealed record UsbIdentity(string Vendor, string Product, string Text)
{
    /// <summary>Vendors as in the list of the USB Implementers Forum; the chips are those that boards of the Arduino's kind have.</summary>
    private static readonly (string Vendor, string? Product, string Probably)[] Known =
    [
        ("2341", "0043", "an Arduino Uno"),
        ("2341", "0001", "an Arduino Uno"),
        ("2341", "0010", "an Arduino Mega"),
        ("2341", "0042", "an Arduino Mega"),
        ("2341", "8036", "an Arduino Leonardo"),
        ("2341", null, "an Arduino"),
        ("2a03", null, "an Arduino"),
        ("1a86", null, "probably an Arduino Nano or Uno with a CH340"),
        ("0403", null, "probably an Arduino with an FTDI chip, or a serial adapter"),
        ("10c4", null, "probably an ESP board or a serial adapter (CP210x)"),
        ("067b", null, "probably a serial adapter (PL2303)"),
        ("16c0", null, "probably a Teensy or a board of the Arduino's kind"),
        ("239a", null, "probably an Adafruit board"),
        ("303a", null, "probably an ESP32"),
        ("2e8a", null, "probably a Raspberry Pi Pico"),
    ];

    public string Probably => Find()?.Probably ?? "a serial port of an unknown kind";

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

    private (string Vendor, string? Product, string Probably)? Find()
    {
        foreach (var known in Known)
            if (known.Vendor == Vendor && (known.Product is null || known.Product == Product)) return known;
        return null;
    }
}
