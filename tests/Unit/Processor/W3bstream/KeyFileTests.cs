using PowerMeter.Processor.W3bstream;
using PowerMeter.Processor.W3bstream.Identity;
using PowerMeter.Shared.Hosting;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Processor.W3bstream;

public sealed class KeyFileTests : IDisposable
{
    private const UnixFileMode Open = (UnixFileMode)0b110_100_100;
    private const UnixFileMode OpenDirectory = (UnixFileMode)0b111_101_101;

    private readonly TemporaryDirectory _parent = new();
    private readonly ManualTimeProvider _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly string _directory;
    private readonly KeyFile _file;

    public KeyFileTests()
    {
        _directory = _parent.File("identity");
        _file = new KeyFile(new W3bstreamOptions { Directory = _directory }, _clock);
    }

    public void Dispose() => _parent.Dispose();

    private string Refusal() => Should.Throw<SettingException>(() => _file.LoadOrMake()).Message;

    [Fact]
    public void A_key_is_made_once_and_closed_to_others()
    {
        using var made = _file.LoadOrMake();
        using var again = _file.LoadOrMake();
        again.Identity.ShouldBe(made.Identity);
        made.Curve.ShouldBe(KeyCurve.Secp256k1);
        File.GetUnixFileMode(_file.Path).ShouldBe((UnixFileMode)0b110_000_000);
        File.GetUnixFileMode(_directory).ShouldBe((UnixFileMode)0b111_000_000);
        Directory.GetFileSystemEntries(_directory).ShouldBe([_file.Path]);
    }

    [Fact]
    public void A_key_that_is_there_keeps_its_curve()
    {
        using (var made = new KeyFile(new W3bstreamOptions { Directory = _directory, Curve = "secp256r1" }, _clock).LoadOrMake()) made.Curve.ShouldBe(KeyCurve.Secp256r1);
        using var loaded = _file.LoadOrMake();
        loaded.Curve.ShouldBe(KeyCurve.Secp256r1);
    }

    [Fact]
    public void Many_that_make_one_at_once_end_with_the_same()
    {
        var identities = new DeviceIdentity[24];
        Parallel.For(0, identities.Length, i =>
        {
            using var key = new KeyFile(new W3bstreamOptions { Directory = _directory }, _clock).LoadOrMake();
            identities[i] = key.Identity;
        });
        identities.Distinct().Count().ShouldBe(1);
        Directory.GetFileSystemEntries(_directory).ShouldBe([_file.Path]);
    }

    [Fact]
    public void What_others_may_read_is_refused_with_the_remedy()
    {
        _file.LoadOrMake().Dispose();
        File.SetUnixFileMode(_file.Path, Open);
        Refusal().ShouldBe($"{_file.Path} has mode 0644, so that others than its owner may get at the device's key; allowed: 0600. Run: chmod 0600 {_file.Path}");
        File.SetUnixFileMode(_directory, OpenDirectory);
        Refusal().ShouldBe($"{_directory} has mode 0755, so that others than its owner may get at the device's key; allowed: 0700. Run: chmod 0700 {_directory}");
    }

    [Fact]
    public void A_link_is_refused()
    {
        _file.LoadOrMake().Dispose();
        File.Move(_file.Path, _parent.File("elsewhere.pem"));
        File.CreateSymbolicLink(_file.Path, _parent.File("elsewhere.pem"));
        Refusal().ShouldStartWith($"{_file.Path} is a symbolic link; allowed: a file itself.");
        Directory.Move(_directory, _parent.File("other"));
        File.CreateSymbolicLink(_directory, _parent.File("other"));
        Refusal().ShouldStartWith($"{_directory} is a symbolic link; allowed: a directory itself.");
    }

    [Fact]
    public void What_belongs_to_another_user_is_refused_but_not_to_root()
    {
        var facts = new FileFacts(FileKind.Regular, 0b110_000_000, Owner: 1000, 0, 0, 0, 0, 0);
        Should.Throw<SettingException>(() => PrivateFile.RequireOwn("/x/device.pem", facts, FileKind.Regular, 1001)).Message
            .ShouldBe("/x/device.pem belongs to user 1000, and this process runs as user 1001; allowed: a file of its own. Run: chown 1001 /x/device.pem");
        PrivateFile.RequireOwn("/x/device.pem", facts, FileKind.Regular, 1000);
        PrivateFile.RequireOwn("/x/device.pem", facts, FileKind.Regular, 0);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("7fda34c8319534253619f69604ffbd43e315e319b84c03ea4f19e1a0e439a4b1", "is no PEM")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMIGEAgEA", "damaged PEM")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMIGEAgEA\n-----END PRIVATE KEY-----\n", "that is damaged")]
    public void A_damaged_file_is_refused_and_left_as_it_is(string content, string reason)
    {
        _file.LoadOrMake().Dispose();
        File.WriteAllText(_file.Path, content);
        var message = Refusal();
        message.ShouldContain(_file.Path);
        message.ShouldContain(reason);
        message.ShouldNotContain("MIGEAgEA");
        message.ShouldNotContain("7fda34c8");
        File.ReadAllText(_file.Path).ShouldBe(content);
    }

    [Fact]
    public void A_key_is_replaced_in_one_step_and_the_old_one_kept()
    {
        using var first = _file.LoadOrMake();
        using var second = DeviceKey.Make(KeyCurve.Secp256r1);
        _file.TryKeep(second).ShouldBeFalse();
        var old = _file.Replace(second);
        old.ShouldBe(Path.Combine(_directory, "device-20260301T120000Z.pem"));
        File.GetUnixFileMode(old!).ShouldBe((UnixFileMode)0b110_000_000);
        using var loaded = _file.Load().ShouldNotBeNull();
        loaded.Identity.ShouldBe(second.Identity);
        using var kept = KeyText.Read(File.ReadAllBytes(old!), "old", KeyCurve.Secp256k1, required: true);
        kept.Identity.ShouldBe(first.Identity);
        // Within the same second the copy would be overwritten: refused, and nothing changes.
        Should.Throw<SettingException>(() => _file.Replace(first)).Message.ShouldContain("wait a second");
        Directory.GetFiles(_directory).Length.ShouldBe(2);
    }

    [Fact]
    public void What_a_killed_process_left_is_removed_when_the_next_key_is_made()
    {
        Directory.CreateDirectory(_directory, (UnixFileMode)0b111_000_000);
        var (old, young) = (Path.Combine(_directory, ".device.1.new"), Path.Combine(_directory, ".device.2.new"));
        foreach (var left in new[] { old, young }) File.WriteAllText(left, "half");
        File.SetLastWriteTimeUtc(old, _clock.GetUtcNow().UtcDateTime.AddMinutes(-2));
        File.SetLastWriteTimeUtc(young, _clock.GetUtcNow().UtcDateTime);
        _file.LoadOrMake().Dispose();
        Directory.GetFiles(_directory).Order(StringComparer.Ordinal).ShouldBe([young, _file.Path]);
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_named()
    {
        File.WriteAllText(_directory, "");
        Refusal().ShouldBe($"{_directory} is not a directory; allowed: a directory of mode 0700.");
        var below = new KeyFile(new W3bstreamOptions { Directory = Path.Combine(_directory, "below") }, _clock);
        Should.Throw<SettingException>(() => below.LoadOrMake()).Message.ShouldContain("(W3bstream:Directory) cannot be");
        var readOnly = new KeyFile(new W3bstreamOptions { Directory = "/proc/powermeter" }, _clock);
        Should.Throw<SettingException>(() => readOnly.LoadOrMake()).Message.ShouldContain("/proc/powermeter/device.pem (W3bstream:Directory) cannot be written");
    }

    [Fact]
    public void A_full_disk_leaves_nothing_behind_and_is_named() =>
        Should.Throw<IOException>(() => PrivateFile.WriteNew("/dev/full", new byte[8])).Message.ShouldContain("/dev/full");
}
