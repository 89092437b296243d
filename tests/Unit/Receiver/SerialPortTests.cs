using System.Diagnostics;
using System.Runtime.InteropServices;
using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Drivers.Acs712;
using PowerMeter.Receiver.Linux;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver;

/// <summary>The kernel's own errors, from the call to what the user is told.</summary>
public sealed class SerialPortTests : IDisposable
{
    private const int ENOENT = 2;
    private const int EACCES = 13;
    private const int EBUSY = 16;
    private const int EISDIR = 21;
    private const int ENOTTY = 25;

    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void A_device_that_is_missing_is_absent()
    {
        var (state, error) = Refused(_directory.File("ttyACM0"), ENOENT);
        state.ShouldBe(SensorState.Absent);
        error.ShouldBe($"There is no {_directory.File("ttyACM0")}. Plug the Arduino in, or set device to one of /dev/serial/by-id/.");
    }

    [Fact]
    public void A_regular_file_and_a_directory_are_no_serial_ports()
    {
        var file = _directory.File("file");
        File.WriteAllText(file, "12.34\n");
        Refused(file, ENOTTY).ShouldBe((SensorState.Fault, $"{file} is no serial port. Set device to one, such as /dev/ttyACM0."));
        Refused(_directory.Path, EISDIR).ShouldBe((SensorState.Fault, $"{_directory.Path} is no serial port. Set device to one, such as /dev/ttyACM0."));
    }

    [Fact]
    public void Without_the_right_the_message_names_the_group()
    {
        var file = _directory.File("closed");
        File.WriteAllText(file, "");
        File.SetUnixFileMode(file, UnixFileMode.None);
        (SensorState State, string Error) said = default;
        // A thread whose files are nobody's: root would be let in. See setfsuid(2), which is for one thread only.
        var thread = new Thread(() =>
        {
            _ = SetFileSystemUser(65534);
            said = Refused(file, EACCES);
        });
        thread.Start();
        thread.Join();
        said.ShouldBe((SensorState.Fault, $"{file} may not be opened. Add the Receiver's user to the group dialout, and start the Receiver again: usermod -aG dialout USER."));
    }

    [Fact]
    public async Task A_port_that_is_open_elsewhere_is_busy_even_for_root_and_free_when_it_was_closed()
    {
        await using var line = new PseudoTerminal(_directory);
        await line.PlugAsync();
        using (SerialPort.Open(line.Device, 9600))
        {
            var (state, error) = Refused(line.Device, EBUSY);
            state.ShouldBe(SensorState.Fault);
            error.ShouldBe($"{line.Device} is in use by another program. End it (fuser {line.Device} tells which).");
        }

        using var again = SerialPort.Open(line.Device, 9600);
        await line.WriteAsync("1\n");
        Read(again, 2).ShouldBe("1\n"u8.ToArray());
    }

    [Theory]
    [InlineData(300)]
    [InlineData(9600)]
    [InlineData(230_400)]
    public async Task Bytes_come_as_they_are_at_each_baud_rate(int baud)
    {
        await using var line = new PseudoTerminal(_directory);
        await line.PlugAsync();
        // Opened before the port is ours alone: only root could do so later.
        const string Ask = "exec 3<\"$1\"; touch \"$2/ready\"; until [ -e \"$2/opened\" ]; do sleep 0.05; done; stty speed <&3; stty -a <&3";
        var asked = Shell.RunAsync("sh", "-c", Ask, "sh", line.Device, _directory.Path);
        await Eventually.BecomesTrueAsync("the terminal is open", () => Task.FromResult(File.Exists(_directory.File("ready"))));
        using var port = SerialPort.Open(line.Device, baud);
        await File.WriteAllTextAsync(_directory.File("opened"), "", TestContext.Current.CancellationToken);
        byte[] all = [.. Enumerable.Range(0, 256).Select(b => (byte)b)];
        await line.WriteAsync(all);
        Read(port, all.Length).ShouldBe(all);
        var settings = await asked;
        settings.ShouldStartWith($"{baud}\n");
        settings.ShouldContain("cs8 -hupcl -cstopb cread clocal -crtscts");
    }

    [Fact]
    public async Task A_port_that_is_pulled_out_says_so_and_nothing_to_read_is_no_error()
    {
        await using var line = new PseudoTerminal(_directory);
        await line.PlugAsync();
        using var port = SerialPort.Open(line.Device, 9600);
        port.Read(new byte[16], TimeSpan.FromMilliseconds(1)).ShouldBe(0);
        await line.UnplugAsync();
        var lost = Should.Throw<KernelException>(() => Read(port, 1));
        SerialFault.Explain(lost, line.Device).State.ShouldBe(SensorState.Absent);
    }

    public void Dispose() => _directory.Dispose();

    private static List<byte> Read(SerialPort port, int wanted)
    {
        var got = new List<byte>();
        var buffer = new byte[64];
        // A signal may end a read early.
        for (var watch = Stopwatch.StartNew(); got.Count < wanted && watch.Elapsed < TimeSpan.FromSeconds(10);)
            got.AddRange(buffer.AsSpan(0, port.Read(buffer, TimeSpan.FromSeconds(1))));
        return got;
    }

    private static (SensorState State, string Error) Refused(string device, int errno)
    {
        var refused = Should.Throw<KernelException>(() => SerialPort.Open(device, 9600));
        refused.Errno.ShouldBe(errno);
        var (state, error) = SerialFault.Explain(refused, device);
        return (state, error.ToString());
    }

    [DllImport("libc", EntryPoint = "setfsuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetFileSystemUser(uint user);
}
