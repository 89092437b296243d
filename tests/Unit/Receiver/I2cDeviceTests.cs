using System.Reflection;
using System.Runtime.InteropServices;
using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Drivers.Ina219;
using PowerMeter.Receiver.Linux;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver;

/// <summary>The kernel's doors themselves, as far as a machine without an I²C bus shows them: every error is the kernel's own.</summary>
public sealed class I2cDeviceTests : IDisposable
{
    private const int NotPermitted = 13;

    private readonly TemporaryDirectory _directory = new();
    private readonly AttributeFiles _files = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_file_is_no_bus()
    {
        File.WriteAllText(_directory.File("i2c-1"), "");
        Opening("i2c-1").ShouldBe((SensorState.Fault, $"{_directory.File("i2c-1")} is no I²C bus. Set device to one, such as /dev/i2c-1 (i2cdetect -l lists them)."));
    }

    [Fact]
    public void A_directory_is_no_bus() => Opening("").Message.ShouldContain("is no I²C bus");

    [Fact]
    public void Another_kind_of_device_is_no_bus() => OpeningPath("/dev/null").Message.ShouldContain("/dev/null is no I²C bus");

    [Fact]
    public void A_bus_that_is_missing_is_absent() => Opening("i2c-9").State.ShouldBe(SensorState.Absent);

    [Fact]
    public void A_bus_that_one_may_not_open_names_the_group()
    {
        Unwritable("i2c-1", "");
        OtherUser.Run(() => Opening("i2c-1")).Message.ShouldContain("usermod -aG i2c USER");
    }

    [Fact]
    public void Asking_a_bus_that_is_none_fails_and_is_no_empty_answer() =>
        Should.Throw<KernelException>(() => I2cBus.Ask("/dev/null", 0x40)).Message.ShouldBe("ioctl I2C_SLAVE /dev/null: Inappropriate ioctl for device");

    [Fact]
    public void An_SMBus_transfer_is_laid_out_as_the_kernel_has_it()
    {
        // linux/i2c-dev.h: __u8, __u8, __u32, a pointer.
        var type = typeof(I2cDevice).Assembly.GetType("PowerMeter.Receiver.Linux.LibC+I2c+SmbusTransfer", throwOnError: true)!;
        Marshal.SizeOf(type).ShouldBe(8 + nint.Size);
        type.GetFields(BindingFlags.Public | BindingFlags.Instance).Select(field => (int)Marshal.OffsetOf(type, field.Name)).ShouldBe([0, 1, 4, 8]);
    }

    [Fact]
    public void A_drivers_file_is_read_without_its_line_end_and_written_whole()
    {
        var path = _directory.File("shunt_resistor");
        File.WriteAllText(path, "100000\n");
        _files.Read(path).ShouldBe("100000");
        _files.Write(path, "4000");
        _files.Read(path).ShouldBe("4000");
    }

    [Fact]
    public void A_drivers_file_that_is_missing_or_only_roots_says_so()
    {
        var path = Unwritable("name", "ina219");
        OtherUser.Run(() => _files.Read(path)).ShouldBe("ina219");
        var error = OtherUser.Run(() => Should.Throw<KernelException>(() => _files.Write(path, "x")));
        error.Errno.ShouldBe(NotPermitted);
        error.Message.ShouldBe($"open {path}: Permission denied");
        Should.Throw<KernelException>(() => _files.Read(_directory.File("none"))).Errno.ShouldBe(2);
        Should.Throw<KernelException>(() => _files.Read(_directory.Path)).Errno.ShouldBe(21);
    }

    [Fact]
    public void No_descriptor_is_left_open()
    {
        var path = Unwritable("name", "ina219");
        var before = Directory.GetFiles("/proc/self/fd").Length;
        for (var round = 0; round < 200; round++)
        {
            _ = Opening("name");
            _ = _files.Read(path);
        }

        // Other tests run beside this one.
        Directory.GetFiles("/proc/self/fd").Length.ShouldBeLessThan(before + 150);
    }

    private (SensorState State, string Message) Opening(string name) => OpeningPath(_directory.File(name));

    private static (SensorState State, string Message) OpeningPath(string path)
    {
        var error = Ina219Fault.Opening(Should.Throw<KernelException>(() => I2cDevice.Open(path, 0x40)), path);
        return (error.State, error.Message);
    }

    private string Unwritable(string name, string text)
    {
        var path = _directory.File(name);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        return path;
    }
}
