using PowerMeter.Receiver.Drivers.CitizenWatt;
using PowerMeter.Receiver.Linux;
using PowerMeter.Receiver.Probing;
using PowerMeter.Shared.Language;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver.Probing;

public sealed class ProbeTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly MachineTree _machine;

    public ProbeTests() => _machine = new MachineTree(_directory);

    [Fact]
    public void A_machine_with_nothing_says_so_of_each_and_what_helps()
    {
        var report = _machine.Probe();
        report.Groups.Select(group => group.Name).ShouldBe(["i2c", "hwmon", "iio", "spi", "gpio", "serial", "bluetooth"]);
        report.Groups.ShouldAllBe(group => group.Findings.Count == 0 && group.Missing != null);
        _machine.Group("i2c").Missing.ShouldNotBeNull().ShouldContain("dtparam=i2c_arm=on");
        _machine.Group("spi").Missing.ShouldNotBeNull().ShouldContain("dtparam=spi=on");
        Text(report).ShouldEndWith("No sensor was found. Without one: ./powermeter sensor add simulated\n");
    }

    [Fact]
    public void An_INA219_is_told_from_other_chips_by_its_reset_value()
    {
        _machine.File("/dev/i2c-1").File("/sys/bus/i2c/devices/i2c-1/name", "bcm2835 (i2c@7e804000)").I2c["/dev/i2c-1"] =
            [new I2cAnswer(0x40, false, null), new I2cAnswer(0x41, false, null), new I2cAnswer(0x44, false, null), new I2cAnswer(0x45, false, null), new I2cAnswer(0x68, false, null)];
        _machine.Registers[("/dev/i2c-1", 0x40)] = 0x399F;
        _machine.Registers[("/dev/i2c-1", 0x41)] = 0x3FFF;
        _machine.Registers[("/dev/i2c-1", 0x44)] = 0x8012;
        var found = _machine.Group("i2c").Findings;
        found.Select(finding => (finding.Device, finding.Address, finding.Probably)).ShouldBe([
            ("/dev/i2c-1", null, null),
            ("/dev/i2c-1", "0x40", "an INA219"),
            ("/dev/i2c-1", "0x41", "perhaps an INA219 that is set up already"),
            ("/dev/i2c-1", "0x44", "something else than an INA219"),
            ("/dev/i2c-1", "0x45", "something that answers, but has no registers of 16 bits"),
            ("/dev/i2c-1", "0x68", "perhaps a real-time clock"),
        ]);
        found.Select(finding => finding.Add?.Command).ShouldBe([
            null, "--add-sensor ina219=/dev/i2c-1", "--add-sensor ina219=/dev/i2c-1 --set address=0x41", null, null, null]);
    }

    [Fact]
    public void What_a_kernel_driver_has_is_named_and_not_asked()
    {
        _machine.File("/dev/i2c-1")
            .File("/sys/bus/i2c/devices/1-0040/name", "ina219").Link("/sys/bus/i2c/devices/1-0040/driver", "../../../bus/i2c/drivers/ina2xx")
            .File("/sys/bus/i2c/devices/1-0068/name", "ds3231").Link("/sys/bus/i2c/devices/1-0068/driver", "../../../bus/i2c/drivers/rtc-ds1307");
        _machine.I2c["/dev/i2c-1"] = [new I2cAnswer(0x40, true, null), new I2cAnswer(0x68, true, null)];
        var found = _machine.Group("i2c").Findings;
        found[1].Probably.ShouldBe("an INA219, which the kernel driver ina2xx has");
        found[1].Add.ShouldNotBeNull().Command.ShouldBe("--add-sensor ina219=/dev/i2c-1");
        found[2].ShouldBe(new ProbeFinding("/dev/i2c-1", "ds3231") { Address = "0x68", ProbablySaid = new Sentence("Probe_Held", Sentence.Verbatim("rtc-ds1307")) });
    }

    [Fact]
    public void A_bus_that_cannot_be_looked_at_says_why()
    {
        _machine.File("/dev/i2c-1").File("/dev/i2c-9").File("/sys/bus/i2c/devices/i2c-2/name", "bus 2").File("/sys/bus/i2c/devices/i2c-9/name", "SMBus I801 adapter at efa0");
        var problems = _machine.Group("i2c").Findings.Select(finding => (finding.Device, finding.Problem)).ToList();
        problems.Count.ShouldBe(3);
        problems[0].ShouldBe(("/dev/i2c-1", "/dev/i2c-1 may not be opened. Add the Receiver's user to the group i2c: sudo usermod -aG i2c USER, and start the Receiver again."));
        problems[1].ShouldBe(("/dev/i2c-2", "There is no /dev/i2c-2: sudo modprobe i2c-dev."));
        problems[2].ShouldBe(("/dev/i2c-9", "This bus belongs to the PC's own board: it is not asked."));
    }

    [Fact]
    public void What_the_kernel_measures_is_shown_in_volts_amperes_and_watts()
    {
        _machine.File("/sys/class/hwmon/hwmon0/name", "cpu_thermal")
            .File("/sys/class/hwmon/hwmon1/name", "ina219").File("/sys/class/hwmon/hwmon1/in0_input", "12").File("/sys/class/hwmon/hwmon1/in1_input", "5080")
            .File("/sys/class/hwmon/hwmon1/curr1_input", "-120").File("/sys/class/hwmon/hwmon1/power1_input", "610000")
            .Link("/sys/class/hwmon/hwmon1/device", "../../../devices/platform/soc/i2c-1/1-0041");
        var found = _machine.Group("hwmon").Findings;
        found[0].ShouldBe(new ProbeFinding("/sys/class/hwmon/hwmon0", "cpu_thermal"));
        found[1].Probably.ShouldBe("an INA219: 0.012 V, 5.08 V, -0.12 A, 0.61 W");
        found[1].Address.ShouldBe("0x41");
        found[1].Add.ShouldNotBeNull().Command.ShouldBe("--add-sensor ina219=/dev/i2c-1 --set address=0x41");
    }

    [Fact]
    public void A_converter_of_the_kernels_may_be_an_INA219()
    {
        _machine.File("/sys/bus/iio/devices/iio:device0/name", "ads1115").File("/sys/bus/iio/devices/iio:device1/name", "ina219");
        var found = _machine.Group("iio").Findings;
        found.Select(finding => finding.Name).ShouldBe(["ads1115", "ina219"]);
        found[0].Add.ShouldBeNull();
        // The kernel does not say on which bus: then by its folder.
        found[1].Add.ShouldNotBeNull().Command.ShouldBe("--add-sensor ina219=/sys/bus/iio/devices/iio:device1");
    }

    [Theory]
    [InlineData(Nrf24Finding.Radio, "an nRF24L01+, the radio of a CitizenWatt sensor", "--add-sensor citizenwatt=/dev/spidev0.0 --secret aes_key")]
    [InlineData(Nrf24Finding.NothingReadsLow, "nothing, or a radio without supply or whose MISO is not wired: it reads as 0x00", null)]
    [InlineData(Nrf24Finding.NothingReadsHigh, "nothing: it reads as 0xFF", null)]
    [InlineData(Nrf24Finding.SomethingElse, "something that is no nRF24L01+, or one that is badly wired", null)]
    public void A_radio_shows_by_its_registers(Nrf24Finding finding, string probably, string? add)
    {
        _machine.File("/dev/spidev0.0").Spi["/dev/spidev0.0"] = finding;
        var found = _machine.Group("spi").Findings.ShouldHaveSingleItem();
        found.Probably.ShouldBe(probably);
        found.Add?.Command.ShouldBe(add);
        (found.Add is null).ShouldBe(add is null);
    }

    [Fact]
    public void An_SPI_device_that_may_not_be_opened_names_the_group()
    {
        _machine.File("/dev/spidev0.1");
        _machine.Group("spi").Findings.ShouldHaveSingleItem().Problem.ShouldNotBeNull().ShouldContain("group spi");
    }

    [Fact]
    public void The_GPIO_chip_of_the_header_is_known_by_its_label()
    {
        _machine.File("/dev/gpiochip0").File("/dev/gpiochip4").File("/dev/gpiochip10");
        _machine.Gpio["/dev/gpiochip0"] = new GpioChipInfo("gpiochip0", "gpio-brcmstb@107d508500", 32);
        _machine.Gpio["/dev/gpiochip4"] = new GpioChipInfo("gpiochip4", "pinctrl-rp1", 54);
        var found = _machine.Group("gpio").Findings;
        found.Select(finding => (finding.Device, finding.Name)).ShouldBe([
            ("/dev/gpiochip0", "gpio-brcmstb@107d508500"), ("/dev/gpiochip4", "pinctrl-rp1"), ("/dev/gpiochip10", "gpiochip10")]);
        found[0].Probably.ShouldBe("32 lines");
        found[1].Probably.ShouldBe("54 lines; the one that the radio's CE is looked for on");
        found[2].Problem.ShouldNotBeNull().ShouldContain("group gpio");
    }

    [Theory]
    [InlineData("2341", "0043", "an Arduino Uno", true)]
    [InlineData("1A86", "7523", "probably an Arduino Nano or Uno with a CH340", true)]
    [InlineData("0403", "6001", "probably an Arduino with an FTDI chip, or a serial adapter", true)]
    [InlineData("dead", "beef", "a serial port of an unknown kind", false)]
    public void A_serial_port_is_known_by_what_USB_says(string vendor, string product, string probably, bool isSensor)
    {
        _machine.UsbPort("ttyUSB0", vendor, product);
        var found = _machine.Group("serial").Findings.ShouldHaveSingleItem();
        found.Device.ShouldBe("/dev/ttyUSB0");
        found.Name.ShouldBe($"{vendor.ToLowerInvariant()}:{product}");
        found.Probably.ShouldBe(probably);
        found.Add?.Command.ShouldBe("--add-sensor acs712=/dev/ttyUSB0");
        (found.Add is not null).ShouldBe(isSensor);
    }

    [Fact]
    public void A_name_that_survives_replugging_is_used_where_there_is_one()
    {
        const string Id = "usb-Arduino_SA_Uno_75830-if00";
        _machine.UsbPort("ttyACM0", "2341", "0043", "Arduino SA", "Uno", Id).File("/dev/ttyAMA0");
        _machine.NotPermitted.Add("/dev/ttyAMA0");
        var found = _machine.Group("serial").Findings;
        found[0].ShouldBe(new ProbeFinding($"/dev/serial/by-id/{Id}", "2341:0043 Arduino SA Uno")
        {
            ProbablySaid = new Sentence("Probe_Board", "Arduino Uno"),
            Add = found[0].Add,
        });
        found[0].Add.ShouldNotBeNull().Command.ShouldBe($"--add-sensor acs712=/dev/serial/by-id/{Id}");
        found[1].Add.ShouldBeNull();
        found[1].Problem.ShouldNotBeNull().ShouldContain("usermod -aG dialout USER");
    }

    [Fact]
    public void A_Bluetooth_adapter_is_on_off_or_switched_off()
    {
        foreach (var name in new[] { "hci0", "hci1", "hci2", "hci3", "hci0:64" }) Directory.CreateDirectory(_machine.Folders.At($"/sys/class/bluetooth/{name}"));
        _machine.File("/sys/class/bluetooth/hci2/rfkill7/soft", "1");
        _machine.Bluetooth[0] = new BluetoothAdapterInfo("B8:27:EB:01:02:03", IsUp: true);
        _machine.Bluetooth[1] = new BluetoothAdapterInfo("B8:27:EB:01:02:04", IsUp: false);
        var found = _machine.Group("bluetooth").Findings;
        found.Select(finding => finding.Device).ShouldBe(["hci0", "hci1", "hci2", "hci3"]);
        (found[0].Address, found[0].Problem).ShouldBe(("B8:27:EB:01:02:03", null));
        found[1].Problem.ShouldBe("It is off: sudo bluetoothctl power on, or sudo hciconfig hci1 up.");
        found[2].Problem.ShouldBe("It is switched off: sudo rfkill unblock bluetooth.");
        found[3].Problem.ShouldNotBeNull().ShouldStartWith("It cannot be asked (open 3: ");
    }

    [Fact]
    public void The_text_has_a_paragraph_a_group_and_columns_as_wide_as_needed()
    {
        var lines = Text(Pi().Probe()).Split('\n');
        lines[0].ShouldBe("Raspberry Pi 4 Model B Rev 1.4");
        var i2c = Array.IndexOf(lines, "I²C");
        lines[(i2c - 1)..(i2c + 5)].ShouldBe([
            "",
            "I²C",
            "  /dev/i2c-1        bcm2835 (i2c@7e804000)",
            "  /dev/i2c-1  0x40                          an INA219",
            "      to read it: ./powermeter sensor add ina219=/dev/i2c-1",
            "",
        ]);
        lines.ShouldContain("  /dev/ttyUSB0  1a86:7523 USB Serial  probably an Arduino Nano or Uno with a CH340");
        lines.ShouldNotContain(line => line.Contains("No sensor was found"));
    }

    [Fact]
    public void The_JSON_is_as_docs_probe_says()
    {
        var json = ProbeJson.Of(new ProbeReport(1, "Board", [_ = Pi().Group("i2c"), _machine.Group("serial"), _machine.Group("spi")]));
        json.ReplaceLineEndings("\n").ShouldBe(
            """
            {
              "version": 1,
              "machine": "Board",
              "groups": [
                {
                  "name": "i2c",
                  "title": "I²C",
                  "findings": [
                    {
                      "device": "/dev/i2c-1",
                      "name": "bcm2835 (i2c@7e804000)"
                    },
                    {
                      "device": "/dev/i2c-1",
                      "name": "",
                      "address": "0x40",
                      "probably": "an INA219",
                      "add": {
                        "kind": "ina219",
                        "device": "/dev/i2c-1",
                        "settings": {},
                        "command": "--add-sensor ina219=/dev/i2c-1"
                      }
                    }
                  ]
                },
                {
                  "name": "serial",
                  "title": "Serial ports",
                  "findings": [
                    {
                      "device": "/dev/ttyUSB0",
                      "name": "1a86:7523 USB Serial",
                      "probably": "probably an Arduino Nano or Uno with a CH340",
                      "add": {
                        "kind": "acs712",
                        "device": "/dev/ttyUSB0",
                        "settings": {},
                        "command": "--add-sensor acs712=/dev/ttyUSB0"
                      }
                    }
                  ]
                },
                {
                  "name": "spi",
                  "title": "SPI",
                  "findings": [],
                  "missing": "There is no SPI device. On a Raspberry Pi enable it: raspi-config, Interface Options, SPI; or dtparam=spi=on in config.txt and a restart."
                }
              ]
            }
            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Every_option_that_it_suggests_is_understood()
    {
        foreach (var add in Pi().Probe().Groups.SelectMany(group => group.Findings).Select(finding => finding.Add).OfType<SensorSuggestion>())
            Should.NotThrow(() => PowerMeter.Receiver.Commands.CommandLine.Parse(add.Command.Split(' ')));
    }

    public void Dispose() => _directory.Dispose();

    private MachineTree Pi()
    {
        _machine.File("/sys/firmware/devicetree/base/model", "Raspberry Pi 4 Model B Rev 1.4\0").File("/dev/i2c-1").File("/sys/bus/i2c/devices/i2c-1/name", "bcm2835 (i2c@7e804000)")
            .UsbPort("ttyUSB0", "1a86", "7523", name: "USB Serial");
        _machine.I2c["/dev/i2c-1"] = [new I2cAnswer(0x40, false, null)];
        _machine.Registers[("/dev/i2c-1", 0x40)] = 0x399F;
        return _machine;
    }

    private static string Text(ProbeReport report)
    {
        using var text = new StringWriter { NewLine = "\n" };
        ProbeText.Write(text, report);
        return text.ToString();
    }
}
