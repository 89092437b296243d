using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using PowerMeter.Processor.W3bstream;
using PowerMeter.Processor.W3bstream.Identity;
using PowerMeter.Processor.W3bstream.Messages;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.W3bstream;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Processor.W3bstream;

public sealed class MessageMakerTests : IDisposable
{
    private const string Address = "0x95E20FD5FDd9A8D9D174C7fAE7c3F9eC51BBbF36";
    private const string PublicKey = "04ba460edf45c8855cccdec55583972dc9aaaee24513db5b4a1dc110b4a7af095a055a38ae679d178ec8cb3ed855aa2d6d23791b1c51eefc19a6da6ae4191cca80";
    private const string Scalar = "7fda34c8319534253619f69604ffbd43e315e319b84c03ea4f19e1a0e439a4b1";

    private static readonly W3bstreamSettings Project = new() { Profile = W3bstreamProfile.Task, ProjectId = "1009" };

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private static Reading Of(double watts) => new(1_766_905_630_000_000, 1_766_905_635_000_000, watts, 5_000_000);

    private MessageMaker Maker(KeyCurve? curve = null, params uint[] nonces)
    {
        var file = new KeyFile(new W3bstreamOptions { Directory = _directory.File("identity") }, TimeProvider.System);
        using var key = DeviceKey.FromScalar(curve ?? KeyCurve.Secp256k1, Convert.FromHexString(Scalar));
        file.TryKeep(key).ShouldBeTrue();
        var next = new Queue<uint>(nonces);
        return nonces.Length == 0 ? new MessageMaker(new KeySource(file)) : new MessageMaker(new KeySource(file), next.Dequeue);
    }

    private string Text(W3bstreamSettings settings, double watts = 5, params uint[] nonces) => Encoding.UTF8.GetString(Maker(null, nonces).Make(Of(watts), settings));

    /// <returns>The part before the last signature, and the signature.</returns>
    private static (string Before, byte[] Signature, string After) Split(string message, string before, string after)
    {
        message.ShouldStartWith(before);
        message.ShouldEndWith(after);
        return (before, Convert.FromHexString(message[before.Length..^after.Length]), after);
    }

    private static bool Holds(byte[] hash, byte[] signature, DSASignatureFormat format = DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
    {
        var point = Convert.FromHexString(PublicKey);
        using var verifier = ECDsa.Create(new ECParameters { Curve = KeyCurve.Secp256k1.Curve, Q = new ECPoint { X = point[1..33], Y = point[33..] } });
        return verifier.VerifyHash(hash, signature, format);
    }

    [Theory]
    [InlineData(SignatureEncoding.Raw, PublicKeyForm.Key, false)]
    [InlineData(SignatureEncoding.Der, PublicKeyForm.Address, true)]
    public void A_devnet_message_is_signed_over_the_bytes_of_its_data(SignatureEncoding encoding, PublicKeyForm form, bool milliseconds)
    {
        var settings = new W3bstreamSettings { SignatureEncoding = encoding, PublicKeyForm = form, TimestampInMilliseconds = milliseconds };
        var data = $$"""{"sensor_reading":5.0,"timestamp":{{(milliseconds ? "1766905635000" : "1766905635")}}}""";
        var (_, signature, _) = Split(
            Text(settings), $"{{\"data\":{data},\"signature\":\"", $"\",\"public_key\":\"{(form == PublicKeyForm.Key ? PublicKey : Address)}\"}}");
        var format = encoding == SignatureEncoding.Raw ? DSASignatureFormat.IeeeP1363FixedFieldConcatenation : DSASignatureFormat.Rfc3279DerSequence;
        Holds(SHA256.HashData(Encoding.ASCII.GetBytes(data)), signature, format).ShouldBeTrue();
    }

    [Fact]
    public void A_task_is_signed_over_itself_without_the_signature()
    {
        const string Signed = $$$"""{"nonce":305419896,"projectID":"1009","payload":{"timestamp":1766905635,"value":5,"address":"did:io:{{{Address}}}"}}""";
        // The unit of the time is a setting of the other profile.
        var (_, signature, _) = Split(Text(Project with { TimestampInMilliseconds = true }, 5, 305419896), Signed[..^1] + ",\"signature\":\"0x", "\"}");
        Holds(SHA256.HashData(Encoding.ASCII.GetBytes(Signed)), signature).ShouldBeTrue();
    }

    [Fact]
    public void A_task_of_signed_keys_counts_milliwatts_and_its_hash_takes_them_in()
    {
        const string Signed = $$$"""{"nonce":7,"projectID":"1009","projectVersion":"v1.0","payload":{"timestamp":1766905635,"value":134700,"address":"did:io:{{{Address}}}"}}""";
        var settings = Project with { ProjectVersion = "v1.0", SignedKeys = ["timestamp", "value"] };
        var (_, signature, _) = Split(Text(settings, 134.7, 7), Signed[..^1] + ",\"signature\":\"0x", "\"}");
        var hashed = new byte[48];
        SHA256.HashData(Encoding.ASCII.GetBytes(Signed)).CopyTo(hashed, 0);
        BinaryPrimitives.WriteUInt64LittleEndian(hashed.AsSpan(32), 1_766_905_635);
        BinaryPrimitives.WriteUInt64LittleEndian(hashed.AsSpan(40), 134_700);
        Holds(SHA256.HashData(hashed), signature).ShouldBeTrue();
    }

    [Fact]
    public void A_nonce_is_never_zero() => Text(Project, 5, 0, 0, 9).ShouldStartWith("""{"nonce":9,""");

    [Fact]
    public void A_power_below_zero_cannot_be_signed_as_a_whole_number()
    {
        var signed = Project with { SignedKeys = ["value"] };
        var maker = Maker();
        Should.Throw<UnsignableReadingException>(() => maker.Make(Of(-0.5), signed)).Message.ShouldBe("A reading of -0.5 W cannot be a task: its value is signed as a whole number of milliwatts, which cannot be below 0.");
        Encoding.ASCII.GetString(maker.Make(Of(-0.0004), signed)).ShouldContain("\"value\":0,");
        Encoding.ASCII.GetString(maker.Make(Of(-0.5), Project)).ShouldContain("\"value\":-0.5,");
        Encoding.ASCII.GetString(maker.Make(Of(-0.5), Project with { SignedKeys = ["timestamp"] })).ShouldContain("\"value\":-500,");
        Encoding.ASCII.GetString(maker.Make(Of(-0.5), W3bstreamSettings.Default)).ShouldContain("\"sensor_reading\":-0.5,");
    }

    [Fact]
    public void A_task_needs_secp256k1() =>
        Should.Throw<SettingException>(() => Maker(KeyCurve.Secp256r1).Make(Of(5), Project)).Message.ShouldContain("secp256k1 only");

    [Theory]
    [InlineData("a<b", "")]
    [InlineData("1009", "a&b")]
    [InlineData("\"", "")]
    [InlineData("é", "")]
    public void Names_that_the_network_would_write_otherwise_are_refused(string id, string version) =>
        Should.Throw<SettingException>(() => Maker().Make(Of(5), Project with { ProjectId = id, ProjectVersion = version })).Message.ShouldStartWith("project_");

    [Fact]
    public void A_signed_key_that_is_no_number_of_the_payload_is_refused() =>
        Should.Throw<SettingException>(() => Maker().Make(Of(5), Project with { SignedKeys = ["address"] })).Message
            .ShouldBe("signed_keys is 'address'; allowed: timestamp, value: the whole numbers of the payload.");
}
