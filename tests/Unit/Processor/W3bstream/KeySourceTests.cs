using PowerMeter.Processor.W3bstream;
using PowerMeter.Processor.W3bstream.Identity;
using PowerMeter.Shared.Hosting;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Processor.W3bstream;

public sealed class KeySourceTests : IDisposable
{
    private readonly TemporaryDirectory _parent = new();
    private readonly KeyFile _file;
    private readonly KeySource _source;

    public KeySourceTests()
    {
        _file = new KeyFile(new W3bstreamOptions { Directory = _parent.File("identity") }, TimeProvider.System);
        _source = new KeySource(_file);
    }

    public void Dispose() => _parent.Dispose();

    [Fact]
    public void A_key_is_loaded_once()
    {
        var first = _source.Current;
        var second = _source.Current; // the first one was made, and is looked at once more
        second.Identity.ShouldBe(first.Identity);
        _source.Current.ShouldBeSameAs(second);
    }

    [Fact]
    public void A_key_that_was_put_in_its_place_is_used_at_once()
    {
        var first = _source.Current;
        using var next = DeviceKey.Make(KeyCurve.Secp256r1);
        _file.Replace(next);
        _source.Current.Identity.ShouldBe(next.Identity);
        first.SignData([1]).Length.ShouldBe(64); // who still signs with the one before is not disturbed
    }

    [Fact]
    public void A_key_that_was_opened_to_others_is_used_no_more_until_it_is_closed()
    {
        var identity = _source.Current.Identity;
        File.SetUnixFileMode(_file.Path, (UnixFileMode)0b110_100_000);
        Should.Throw<SettingException>(() => _source.Current).Message.ShouldContain("chmod 0600");
        File.SetUnixFileMode(_file.Path, (UnixFileMode)0b110_000_000);
        _source.Current.Identity.ShouldBe(identity);
    }

    [Fact]
    public void A_key_that_vanished_is_not_replaced_by_another()
    {
        var identity = _source.Current.Identity;
        var away = _parent.File("away.pem");
        File.Move(_file.Path, away);
        Should.Throw<SettingException>(() => _source.Current).Message.ShouldContain("has gone while it was in use");
        File.Exists(_file.Path).ShouldBeFalse();
        File.Move(away, _file.Path);
        _source.Current.Identity.ShouldBe(identity);
    }
}
