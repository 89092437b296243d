using System.Globalization;

namespace PowerMeter.Tests.TestKit;

/// <summary>A directory that looks like sysfs with I²C chips in it, links and all.</summary>
public sealed class KernelTree(TemporaryDirectory directory)
{
    /// <summary>What is /sys elsewhere.</summary>
    public string Root { get; } = directory.File("sys");

    /// <summary>A chip that the driver ina2xx has.</summary>
    /// <returns>Its directory under class/hwmon.</returns>
    public string AddHwmon(int number, int bus, int address, string name = "ina219")
    {
        var chip = AddChip(bus, address, "ina2xx");
        var real = Directory.CreateDirectory($"{chip}/hwmon/hwmon{number}").FullName;
        File.CreateSymbolicLink($"{real}/device", $"../../../{Client(bus, address)}");
        Set(real, ("name", name), ("shunt_resistor", "10000"), ("in0_input", "0"), ("in1_input", "0"), ("curr1_input", "0"), ("power1_input", "0"));
        return LinkIn("class/hwmon", $"hwmon{number}", real);
    }

    /// <summary>A chip that the driver ina2xx-adc has.</summary>
    /// <returns>Its directory under bus/iio/devices.</returns>
    public string AddIio(int number, int bus, int address, string name = "ina219")
    {
        var chip = AddChip(bus, address, "ina2xx-adc");
        var real = Directory.CreateDirectory($"{chip}/iio:device{number}").FullName;
        Set(real, ("name", name), ("in_shunt_resistor", "0.010000000"),
            ("in_voltage0_raw", "0"), ("in_voltage0_scale", "0.010000000"), ("in_voltage0_hardwaregain", "0.125000000"),
            ("in_voltage1_raw", "0"), ("in_voltage1_scale", "4.000000000"), ("in_voltage1_hardwaregain", "1"),
            ("in_current3_raw", "0"), ("in_current3_scale", "1.000000000"));
        return LinkIn("bus/iio/devices", $"iio:device{number}", real);
    }

    /// <summary>A chip that a driver has which shows nothing.</summary>
    /// <returns>Its directory under devices.</returns>
    public string AddChip(int bus, int address, string driver)
    {
        var client = Client(bus, address);
        var chip = Directory.CreateDirectory($"{Root}/devices/platform/soc/i2c-{bus}/{client}").FullName;
        File.CreateSymbolicLink($"{chip}/driver", $"{Root}/bus/i2c/drivers/{driver}");
        LinkIn("bus/i2c/devices", client, chip);
        return chip;
    }

    public static void Set(string directory, params (string Name, string Text)[] files)
    {
        foreach (var (name, text) in files) File.WriteAllText($"{directory}/{name}", text + "\n");
    }

    private string LinkIn(string parent, string name, string target)
    {
        var link = $"{Directory.CreateDirectory($"{Root}/{parent}").FullName}/{name}";
        File.CreateSymbolicLink(link, Path.GetRelativePath(Path.GetDirectoryName(link)!, target));
        return link;
    }

    private static string Client(int bus, int address) => string.Create(CultureInfo.InvariantCulture, $"{bus}-{address:x4}");
}
