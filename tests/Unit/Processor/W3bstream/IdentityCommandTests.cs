using System.Text;
using PowerMeter.Processor.W3bstream;
using PowerMeter.Processor.W3bstream.Identity;
using PowerMeter.Shared.Hosting;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Processor.W3bstream;

public sealed class IdentityCommandTests : IDisposable
{
    private const string Digits = "7fda34c8319534253619f69604ffbd43e315e319b84c03ea4f19e1a0e439a4b1";

    private readonly TemporaryDirectory _parent = new();

    public void Dispose() => _parent.Dispose();

    private string Run(string[] arguments, string input = "")
    {
        using var output = new MemoryStream();
        using var given = new MemoryStream(Encoding.ASCII.GetBytes(input));
        IdentityCommand.Parse(arguments).ShouldNotBeNull()
            .Run(new W3bstreamOptions { Directory = _parent.File("identity") }, TimeProvider.System, given, output).ShouldBe(ExitCode.Success);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    [Fact]
    public void An_imported_key_is_shown_without_its_secret()
    {
        const string Expected = """
            Curve             secp256k1
            Public key        04ba460edf45c8855cccdec55583972dc9aaaee24513db5b4a1dc110b4a7af095a055a38ae679d178ec8cb3ed855aa2d6d23791b1c51eefc19a6da6ae4191cca80
            Ethereum address  0x95E20FD5FDd9A8D9D174C7fAE7c3F9eC51BBbF36
            IoTeX address     io1jh3ql40amx5dn5t5claw0slea3gmh0ek8flwlp

            """;
        Run(["--import-key", "-"], Digits + "\n").ShouldBe(Expected);
        Run(["--identity"]).ShouldBe(Expected);
        Run(["--identity", "--json"]).ShouldBe("""{"curve":"secp256k1","public_key":"04ba460edf45c8855cccdec55583972dc9aaaee24513db5b4a1dc110b4a7af095a055a38ae679d178ec8cb3ed855aa2d6d23791b1c51eefc19a6da6ae4191cca80","ethereum_address":"0x95E20FD5FDd9A8D9D174C7fAE7c3F9eC51BBbF36","iotex_address":"io1jh3ql40amx5dn5t5claw0slea3gmh0ek8flwlp"}""" + "\n");
    }

    [Fact]
    public void A_key_is_exported_to_a_closed_file_and_never_over_another()
    {
        Should.Throw<SettingException>(() => Run(["--export-key", "hex", "--out", "-"])).Message.ShouldContain("There is no key");
        Run(["--import-key", "-", "--curve", "secp256r1"], Digits);
        var file = _parent.File("key.hex");
        Run(["--export-key", "hex", "--out", file]).ShouldBeEmpty();
        File.ReadAllText(file).ShouldBe(Digits + "\n");
        File.GetUnixFileMode(file).ShouldBe((UnixFileMode)0b110_000_000);
        Should.Throw<SettingException>(() => Run(["--export-key", "raw", "--out", file])).Message.ShouldContain("Allowed: a file that is not there yet");
        File.ReadAllText(file).ShouldBe(Digits + "\n");
        Run(["--export-key", "hex", "--out", "-"]).ShouldBe(Digits + "\n");
    }

    [Fact]
    public void A_key_is_not_imported_over_another_unless_it_is_asked_for()
    {
        Run(["--identity"]);
        Should.Throw<SettingException>(() => Run(["--import-key", "-"], Digits)).Message.ShouldContain("add --replace");
        Run(["--import-key", "-", "--replace"], Digits).ShouldContain("0x95E20FD5FDd9A8D9D174C7fAE7c3F9eC51BBbF36");
        Directory.GetFiles(_parent.File("identity"), "device-*Z.pem").Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("--import-key", Digits)]
    [InlineData("--import-key", "0x" + Digits)]
    [InlineData("--import-key", "file", Digits)]
    [InlineData("--import-key", "file", "--curve")]
    [InlineData("--import-key", "file", "--replace", "--replace")]
    [InlineData("--import-key")]
    [InlineData("--identity", Digits)]
    [InlineData("--export-key", "hex")]
    [InlineData("--export-key", "hex", "--out")]
    [InlineData("--export-key", "hex", Digits, "x")]
    public void Wrong_arguments_are_refused_and_not_repeated(params string[] arguments) =>
        Should.Throw<SettingException>(() => IdentityCommand.Parse(arguments)).Message.ShouldNotContain(Digits);

    [Theory]
    [InlineData("base64", "The format of --export-key is 'base64'; allowed: raw, hex, pem.")]
    public void An_unknown_format_is_named(string format, string message) =>
        Should.Throw<SettingException>(() => IdentityCommand.Parse(["--export-key", format, "--out", "x"])).Message.ShouldBe(message);

    [Fact]
    public void An_unknown_curve_is_named() =>
        Should.Throw<SettingException>(() => IdentityCommand.Parse(["--import-key", "x", "--curve", "P-521"])).Message.ShouldBe("--curve is 'P-521'; allowed: secp256k1, secp256r1.");

    [Theory]
    [InlineData("--drain")]
    [InlineData]
    public void Other_commands_are_left_to_others(params string[] arguments) => IdentityCommand.Parse(arguments).ShouldBeNull();
}
