using System.Security.Cryptography;
using System.Text;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Secrets;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Secrets;

public sealed class MasterKeyTests : IDisposable
{
    private static readonly string Good = Convert.ToBase64String(Enumerable.Range(0, 32).Select(number => (byte)number).ToArray());

    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void What_is_sealed_opens_with_the_same_key_only()
    {
        var plain = Encoding.UTF8.GetBytes("<masterKey>abc</masterKey>");
        var master = Load(Good);
        var stored = master.Seal(plain);
        Encoding.UTF8.GetString(stored).ShouldNotContain("abc");
        stored.ShouldNotBe(master.Seal(plain), "a nonce of its own");
        master.Open(stored).ShouldBe(plain);

        var other = new MasterKey(RandomNumberGenerator.GetBytes(32), "other");
        other.Fingerprint.ShouldNotBe(master.Fingerprint);
        Should.Throw<CryptographicException>(() => other.Open(stored));
        stored[^1] ^= 1;
        Should.Throw<CryptographicException>(() => master.Open(stored));
        Should.Throw<CryptographicException>(() => master.Open([1, 2, 3]));
    }

    [Theory]
    [InlineData("not base64!", UnixFileMode.UserRead, "is not base64")]
    [InlineData("AAAA", UnixFileMode.UserRead, "holds 3 bytes")]
    [InlineData("", UnixFileMode.UserRead, "holds 0 bytes")]
    [InlineData("AAAA", UnixFileMode.UserRead | UnixFileMode.GroupRead, "others than its owner may read")]
    [InlineData(null, UnixFileMode.UserRead, "cannot be read")]
    public void What_is_no_key_of_ones_own_is_refused(string? content, UnixFileMode mode, string reason)
    {
        var message = Should.Throw<SettingException>(() => Load(content, mode)).Message;
        message.ShouldStartWith($"Keys:MasterKeyFile is '{_directory.File("master")}', which ");
        message.ShouldContain(reason);
        message.ShouldContain("allowed: a file of mode 0600 with 32 random bytes in base64");
    }

    public void Dispose() => _directory.Dispose();

    private MasterKey Load(string? content, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        var file = _directory.File("master");
        if (content is not null)
        {
            File.WriteAllText(file, content);
            File.SetUnixFileMode(file, mode);
        }

        return MasterKey.Load("Keys:MasterKeyFile", file);
    }
}
