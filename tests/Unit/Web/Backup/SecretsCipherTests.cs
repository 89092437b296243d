using System.Text;
using PowerMeter.Web.Backup;
using PowerMeter.Web.Backup.Secrets;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web.Backup;

public sealed class SecretsCipherTests
{
    private static readonly BackupSecrets Secrets = new([new("key-1.xml", [1, 2, 3])], [new("device.pem", [4])], [new(7, "aes_key", "protected:abc")], "protected:token");
    private static readonly byte[] Contents = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly Passphrase Right = Passphrase.Parse("correct horse battery");

    [Fact]
    public void What_is_encrypted_comes_back_by_its_passphrase_alone_and_in_its_file_alone()
    {
        var bytes = SecretsCipher.Encrypt(Secrets, Right, Contents);
        var back = SecretsCipher.Decrypt(bytes, Passphrase.Parse("correct horse battery\n"), Contents);
        back.KeyRing[0].Content.ShouldBe([1, 2, 3]);
        back.Identity[0].Name.ShouldBe("device.pem");
        back.Sensors.ShouldBe(Secrets.Sensors);
        back.W3bstreamToken.ShouldBe("protected:token");
        Should.Throw<BackupException>(() => SecretsCipher.Decrypt(bytes, Passphrase.Parse("correct horse batterz"), Contents)).Message.ShouldContain("passphrase");
        Should.Throw<BackupException>(() => SecretsCipher.Decrypt(bytes, Right, new byte[32]));
        Encoding.UTF8.GetString(bytes).ShouldNotContain("protected");
        SecretsCipher.Encrypt(Secrets, Right, Contents).ShouldNotBe(bytes);
        // After the magic, the version and the rounds, which are checked before any work: salt, nonce, text, tag.
        foreach (var place in (int[])[13, 30, 41, bytes.Length - 17, bytes.Length - 1])
        {
            var changed = (byte[])bytes.Clone();
            changed[place] ^= 1;
            Should.Throw<BackupException>(() => SecretsCipher.Decrypt(changed, Right, Contents));
        }
    }

    [Fact]
    public void A_form_that_is_not_known_is_refused_without_work()
    {
        var bytes = SecretsCipher.Encrypt(Secrets, Right, Contents);
        bytes[9] = 0x7F; // two thousand million rounds
        Should.Throw<BackupException>(() => SecretsCipher.Decrypt(bytes, Right, Contents)).Message.ShouldContain("rounds");
        Should.Throw<BackupException>(() => SecretsCipher.Decrypt(bytes[..40], Right, Contents));
        bytes[8] = 2;
        Should.Throw<BackupException>(() => SecretsCipher.Decrypt(bytes, Right, Contents)).Message.ShouldContain("form");
    }

    [Theory]
    [InlineData("")]
    [InlineData("elevenchars")]
    [InlineData("two lines\nof text")]
    public void A_passphrase_has_twelve_characters_in_a_line(string text) =>
        Should.Throw<BackupException>(() => Passphrase.Parse(text)).Message.ShouldContain("12");

    [Fact]
    public void A_passphrase_is_the_same_on_every_keyboard_and_never_shown()
    {
        Passphrase.Parse("caf\u00e9 caf\u00e9 caf\u00e9").Bytes.ShouldBe(Passphrase.Parse("cafe\u0301 cafe\u0301 cafe\u0301").Bytes);
        Right.ToString().ShouldNotContain("horse");
        var error = Should.Throw<BackupException>(() => Passphrase.Parse("secret"));
        error.Message.ShouldNotContain("secret");
    }
}
