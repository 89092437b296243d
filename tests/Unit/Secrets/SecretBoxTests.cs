using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Secrets;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Secrets;

public sealed class SecretBoxTests : IDisposable
{
    private const string Key = "1-2-3-4-5-6-7-8-9-10-11-12-13-14-15-255";

    private readonly TemporaryDirectory _directory = new();
    private readonly KeyRing _ring;
    private readonly SecretBox _box;

    public SecretBoxTests()
    {
        _ring = new KeyRing(_directory.File("keys"));
        _box = new SecretBox(_ring);
    }

    [Fact]
    public void What_is_protected_can_be_revealed_and_does_not_show()
    {
        StartWeb();
        var stored = _box.Protect(Key);
        stored.ShouldStartWith("protected:");
        stored.ShouldNotContain("1-2-3");
        stored.ShouldMatch("^protected:[A-Za-z0-9_-]+$");
        SecretBox.IsProtected(stored).ShouldBeTrue();
        new SecretBox(_ring).Reveal(stored).ShouldBe(Key);
    }

    [Fact]
    public void The_same_secret_is_never_stored_the_same_way()
    {
        StartWeb();
        _box.Protect(Key).ShouldNotBe(_box.Protect(Key));
    }

    [Fact]
    public void Only_Web_makes_keys()
    {
        Should.Throw<SettingException>(() => _box.Protect(Key)).Message.ShouldContain("Web makes the first key when it starts");
        Should.Throw<SettingException>(() => _box.Reveal("protected:abc")).Message.ShouldContain($"There is no key in {_ring.Directory}");
        Directory.Exists(_ring.Directory).ShouldBeFalse();

        StartWeb();
        var keys = Directory.GetFiles(_ring.Directory);
        _box.Reveal(_box.Protect(Key)).ShouldBe(Key);
        Directory.GetFiles(_ring.Directory).ShouldBe(keys);
    }

    [Fact]
    public void The_keys_are_closed_to_others()
    {
        StartWeb();
        File.GetUnixFileMode(_ring.Directory).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.GetUnixFileMode(Directory.GetFiles(_ring.Directory).ShouldHaveSingleItem()).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void A_lost_key_ring_says_what_to_do_and_not_the_secret()
    {
        StartWeb();
        var stored = _box.Protect(Key);
        Directory.Delete(_ring.Directory, recursive: true);
        StartWeb();
        var error = Should.Throw<SettingException>(() => _box.Reveal(stored)).Message;
        error.ShouldContain($"a key that is not in {_ring.Directory}");
        error.ShouldContain("--change-sensor NAME --secret KEY");
        error.ShouldNotContain(stored[20..]);
    }

    [Fact]
    public void A_secret_that_is_not_protected_is_refused_and_not_shown()
    {
        StartWeb();
        var error = Should.Throw<SettingException>(() => _box.Reveal(Key)).Message;
        error.ShouldStartWith("This secret is stored unprotected");
        error.ShouldNotContain("1-2-3");
    }

    [Fact]
    public void One_that_was_changed_is_refused()
    {
        StartWeb();
        var stored = _box.Protect(Key);
        var changed = stored[..^5] + (stored[^5] == 'A' ? 'B' : 'A') + stored[^4..];
        Should.Throw<SettingException>(() => _box.Reveal(changed)).Message.ShouldStartWith("This secret was damaged");
    }

    public void Dispose() => _directory.Dispose();

    private void StartWeb() => TestKeyRing.MakeIn(_ring.Directory);
}
